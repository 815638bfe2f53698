import Foundation
import Imaging
import StudySupport
import Tables
import TestSupport
import Testing

extension RobustnessTests {
    /// A shape that the same radiograph can come in.
    private struct Shape {
        let name: String
        /// The radiographs as they are compared, and the shape.
        let plain: StudyData
        let shaped: StudyData
        /// Nil where the difference is reported only.
        let bar: Double?
    }

    @Test("the same radiograph has the same score in any shape and size")
    func shapes() async throws {
        let folder = try TemporaryFolder()
        let reference = try await StudyData.builtReference()
        let radiographs = try RadiographStudy(StudyData.jsrt(), size: 512, every: Measurement.isFull ? 1 : 3)
        func padded(_ width: Int, _ height: Int) async throws -> StudyData {
            try await radiographs.write(in: folder) { radiograph in
                (radiograph.image.padded(width: width, height: height), { $0.padded(width: width, height: height) })
            }
        }
        func resized(_ width: Int, _ height: Int) async throws -> StudyData {
            try await radiographs.write(in: folder) { radiograph in
                (
                    radiograph.image.resampled(width: width, height: height),
                    { $0.stretched(width: width, height: height) }
                )
            }
        }
        let square = try await radiographs.write(in: folder) { radiograph in (radiograph.image, { $0 }) }
        let band = try await radiographs.write(in: folder) { radiograph in (radiograph.image.middleBand, \.middleBand) }
        let squareBand = try await radiographs.write(in: folder) { radiograph in
            (
                radiograph.image.middleBand.padded(width: 512, height: 512),
                { $0.middleBand.padded(width: 512, height: 512) }
            )
        }
        let shapes = [
            Shape(name: "padded to 2:1", plain: square, shaped: try await padded(1024, 512), bar: 0.02),
            Shape(name: "padded to 1:2", plain: square, shaped: try await padded(512, 1024), bar: 0.02),
            Shape(name: "256 × 256", plain: square, shaped: try await resized(256, 256), bar: 0.02),
            Shape(name: "1500 × 1500", plain: square, shaped: try await resized(1500, 1500), bar: 0.02),
            Shape(
                name: "2:1 crop of the middle, beside the crop padded to a square", plain: squareBand, shaped: band,
                bar: nil),
        ]
        var table = TextTable(columns: [
            ("shape", .left), ("bar", .right), ("mean difference", .right), ("", .left), ("largest", .right),
            ("error before", .right), ("after", .right), ("reliable before", .right), ("after", .right),
        ])
        var scored: [String: ScoreStudy] = [:]
        for shape in shapes {
            for data in [shape.plain, shape.shaped] where scored[data.images] == nil {
                scored[data.images] = try await ScoreStudy(data, reference: reference, details: false, in: folder)
            }
            let plain = try #require(scored[shape.plain.images])
            let shaped = try #require(scored[shape.shaped.images])
            let differences = Self.differences(plain, shaped)
            let count = differences.count
            #expect(count == radiographs.radiographs.count * radiographs.stages.count, "\(shape.name)")
            let mean = try #require(meanOfDefined(differences))
            let passes = shape.bar.map { mean <= $0 }
            table.append([
                shape.name, shape.bar.map { String(format: "≤ %.3f", $0) } ?? "", String(format: "%.4f", mean),
                passes.map { $0 ? "pass" : "MISS" } ?? "", String(format: "%.4f", differences.max() ?? 0),
                try Self.error(plain, RealScores(shape.plain)), try Self.error(shaped, RealScores(shape.shaped)),
                Self.reliable(plain), Self.reliable(shaped),
            ])
            #expect(passes ?? true, "\(shape.name): \(mean)")
        }
        print("\nThe same radiograph in other shapes: difference of the consensus\n\n\(table.text)")
        fflush(nil)
    }

    /// How far the mean consensus of the same mask is apart in two studies.
    private static func differences(_ first: ScoreStudy, _ second: ScoreStudy) -> [Double] {
        let others = Dictionary(uniqueKeysWithValues: second.masks.map { ($0.name, consensus($0)) })
        return first.masks.compactMap { mask in
            guard let one = consensus(mask), let other = others[mask.name] ?? nil else { return nil }
            return abs(one - other)
        }
    }

    /// The mean absolute error of the mean consensus against the true Dice.
    private static func error(_ study: ScoreStudy, _ real: RealScores) throws -> String {
        let errors = study.masks.map { mask in
            consensus(mask).flatMap { consensus in real.mean(mask.name).map { abs(consensus - $0) } }
        }
        return String(format: "%.4f", try #require(meanOfDefined(errors)))
    }

    private static func reliable(_ study: ScoreStudy) -> String {
        String(format: "%.1f %%", 100 * (meanOfDefined(study.masks.map { $0.isReliable ? 1 : 0 }) ?? .nan))
    }

    private static func consensus(_ mask: ScoreStudy.Mask) -> Double? {
        meanOfDefined(mask.structures.map { $0.consensus.map(Double.init) })
    }
}

extension Image {
    /// In the middle of a larger black image.
    fileprivate func padded(width: Int, height: Int) -> Image {
        var result = Image(width: width, height: height)
        let (left, top) = ((width - self.width) / 2, (height - self.height) / 2)
        for row in 0..<self.height {
            for column in 0..<self.width { result[left + column, top + row] = self[column, row] }
        }
        return result
    }

    /// The middle half of the rows.
    fileprivate var middleBand: Image {
        Image(
            width: width, height: height / 2,
            pixels: Array(pixels[(height / 4 * width)..<((height / 4 + height / 2) * width)]))
    }
}

extension LabelMap {
    fileprivate func padded(width: Int, height: Int) -> LabelMap {
        LabelMap(
            width: width, height: height,
            indices: StudyData.padded(indices, width: self.width, height: self.height, toWidth: width, height: height),
            wideValues: wideValues)
    }

    fileprivate var middleBand: LabelMap {
        LabelMap(
            width: width, height: height / 2,
            indices: Array(indices[(height / 4 * width)..<((height / 4 + height / 2) * width)]),
            wideValues: wideValues)
    }
}
