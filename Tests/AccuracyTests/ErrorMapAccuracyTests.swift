import Evaluation
import Foundation
import Imaging
import Scoring
import StudySupport
import TestSupport
import Testing

/// Whether error maps find the pixels that are wrong, in masks with a true mean Dice of .7 to .9: worse ones are wrong
/// nearly everywhere, better ones hardly anywhere.
@Suite("Error maps of real masks", .needsSharedData, .measured(byMake: "accuracy"), .serialized)
struct ErrorMapAccuracyTests {
    private struct Bars {
        let name: String
        let data: StudyData
        let precision: Double
        let calibration: Double
    }

    private struct Measured {
        var precisions: [(image: String, value: Double)] = []
        var all = PixelRanking()
    }

    @Test("rank the pixels that are wrong before the others, and claim no more than is so")
    func maps() async throws {
        let set = try ReferenceBundle.open(try await StudyData.builtReference())
        var table = AccuracyTable("Error maps of masks with a true mean Dice of .7 to .9")
        for bars in [
            Bars(name: "JSRT", data: try .jsrt(), precision: 0.70, calibration: 0.05),
            Bars(name: "other hospitals", data: try .outside(), precision: 0.60, calibration: 0.06),
            Bars(name: "adults of other hospitals", data: try .wingspan(), precision: 0.60, calibration: 0.05),
        ] {
            let measured = try Self.measure(bars.data, set)
            #expect(measured.precisions.count > 100)
            table.append(
                "\(bars.name): average precision", mean: measured.precisions, bar: bars.precision,
                others: "\(measured.precisions.count) masks, prevalence "
                    + String(format: "%.3f", measured.all.prevalence))
            let shares = measured.all.shares
            table.append(
                AccuracyTable.Row(
                    figure: "\(bars.name): calibration error of pixels", bar: .atMost(bars.calibration),
                    measured: measured.all.calibrationError,
                    others: String(format: "wrong: claimed %.3f, true %.3f", shares.claimed, shares.real)))
        }
        print(table.text)
        for row in table.rows { #expect(row.passes, "\(row)") }
    }

    private static func measure(_ data: StudyData, _ set: ReferenceSet) throws -> Measured {
        let real = try RealScores(data)
        let scorer = CaseScorer(set: set, selection: ReferenceSelection(measure: .registeredCorrelation, count: 20))
        scorer.wantsPosterior = true
        let known = set.structures.indices.filter { place in
            data.trueStructures.contains { $0.name == set.structures[place].name }
        }
        var measured = Measured()
        for fname in try FileManager.default.contentsOfDirectory(atPath: data.truth).sorted() {
            let wanted = data.predictions.filter { stage in
                let name = MaskName(stage: URL(filePath: stage).lastPathComponent, fname: fname)
                return real.mean(name).map { (0.7...0.9).contains($0) } ?? false
            }
            guard !wanted.isEmpty else { continue }
            let image = try PNGReader.readGrayscaleImage(at: data.images + "/" + fname)
            let truth = try PNGReader.readLabelMap(at: data.truth + "/" + fname)
            let posterior = try #require(scorer.score(image, masks: []).posterior)
            for stage in wanted {
                let labels = try PNGReader.readLabelMap(at: stage + "/" + fname)
                let map = ErrorMap(
                    try StructureMap(labels, structures: data.structures, named: fname), posterior, positions: known,
                    width: truth.width, height: truth.height)
                let ranking = ranking(map, labels, truth, structures: known.count)
                measured.precisions.append((fname, try #require(ranking.averagePrecision)))
                measured.all.append(ranking)
            }
        }
        return measured
    }

    /// - Parameter structures: labels up to this one count, the others are background.
    private static func ranking(
        _ map: ErrorMap, _ labels: LabelMap, _ truth: LabelMap, structures: Int
    ) -> PixelRanking {
        var ranking = PixelRanking()
        let meaning = (0...255).map { $0 <= structures ? UInt8($0) : 0 }
        for index in truth.indices.indices {
            let wrong = meaning[Int(labels.indices[index])] != meaning[Int(truth.indices[index])]
            ranking.append(
                max(map.picture.channels[3 * index], map.picture.channels[3 * index + 1]), isHit: wrong)
        }
        return ranking
    }
}
