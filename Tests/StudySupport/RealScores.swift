import Foundation
import Imaging
import Scoring

/// Which mask of a study: the name of its file, and of the folder that it is in.
package struct MaskName: Hashable, Sendable {
    package let stage: String
    package let fname: String

    package init(stage: String, fname: String) {
        self.stage = stage
        self.fname = fname
    }
}

/// The true Dice of every predicted mask of a study, at the full size of the files.
package struct RealScores: Sendable {
    private var dice: [MaskName: [String: Double]] = [:]
    private let structures: [String]

    package init(_ data: StudyData) throws {
        structures = data.trueStructures.map(\.name)
        for fname in try FileManager.default.contentsOfDirectory(atPath: data.truth).sorted() {
            let truth = try PNGReader.readLabelMap(at: data.truth + "/" + fname)
            for folder in data.predictions {
                let predicted = try PNGReader.readLabelMap(at: folder + "/" + fname)
                let name = MaskName(stage: URL(filePath: folder).lastPathComponent, fname: fname)
                dice[name] = Self.dice(predicted, truth, data.trueStructures)
            }
        }
    }

    /// Nil where the structure has no truth, or is in neither mask.
    package func dice(of structure: String, _ name: MaskName) -> Double? { dice[name]?[structure] }

    /// The mean over the structures that have a truth.
    package func mean(_ name: MaskName) -> Double? { meanOfDefined(structures.map { dice(of: $0, name) }) }

    private static func dice(_ predicted: LabelMap, _ truth: LabelMap, _ structures: StructureList) -> [String: Double]
    {
        precondition(predicted.width == truth.width && predicted.height == truth.height, "masks of one size")
        var pairs = [Int](repeating: 0, count: 256 * 256)
        for (a, b) in zip(predicted.indices, truth.indices) { pairs[Int(a) * 256 + Int(b)] += 1 }
        var result: [String: Double] = [:]
        for structure in structures {
            var (first, second, both) = (0, 0, 0)
            for (cell, count) in pairs.enumerated() where count > 0 {
                let inFirst = predicted.label(ofIndex: UInt8(cell / 256)) == structure.label
                let inSecond = truth.label(ofIndex: UInt8(cell % 256)) == structure.label
                if inFirst { first += count }
                if inSecond { second += count }
                if inFirst && inSecond { both += count }
            }
            result[structure.name] = Dice.coefficient(first: first, second: second, both: both).map(Double.init)
        }
        return result
    }
}

/// The mean of the values that are defined; nil if none is.
package func meanOfDefined(_ values: [Double?]) -> Double? {
    let defined = values.compactMap { $0 }
    return defined.isEmpty ? nil : defined.reduce(0, +) / Double(defined.count)
}
