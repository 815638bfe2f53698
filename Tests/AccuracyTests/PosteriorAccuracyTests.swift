import Foundation
import Imaging
import Scoring
import StudySupport
import TestSupport
import Testing

/// Whether seven in ten of the pixels that are said to belong to a structure with .7 do.
@Suite("The posterior on real radiographs", .needsSharedData, .measured(byMake: "accuracy"), .serialized)
struct PosteriorAccuracyTests {
    /// Images with their truths, and how far probabilities may be off.
    private struct Bars {
        let name: String
        let folder: String
        let structures: [String]
        let error: Double
        var missed: Set<String> = []
    }

    private static let bars = [
        Bars(name: "JSRT", folder: "jsrt/dev", structures: ["lungs", "heart"], error: 0.03),
        Bars(name: "other hospitals", folder: "cxr/dev", structures: ["lungs"], error: 0.06),
        Bars(
            name: "adults of other hospitals", folder: "wingspan/dev", structures: ["lungs", "heart"], error: 0.06,
            missed: ["heart"]),
    ]

    @Test("probabilities hold on images that the references have never seen")
    func calibration() async throws {
        let set = try ReferenceBundle.open(try await StudyData.builtReference())
        var table = AccuracyTable("Calibration error of the posterior's pixels, within 5 % of a boundary")
        var curves: [ReliabilityDrawing.Curve] = []
        var isMissed: [Bool] = []
        for bars in Self.bars {
            let diagrams = try Self.diagrams(bars.folder, set)
            for (position, name) in bars.structures.enumerated() {
                table.append(
                    AccuracyTable.Row(
                        figure: "\(bars.name), \(name)", bar: .atMost(bars.error),
                        measured: Double(diagrams[position].calibrationError)))
                isMissed.append(bars.missed.contains(name))
                curves.append(ReliabilityDrawing.Curve(panel: bars.name, name: name, diagram: diagrams[position]))
            }
        }
        print(table.text)
        let text = ReliabilityDrawing.svg(curves)
        if ProcessInfo.processInfo.environment["RCA_RECORD_DIAGRAMS"] == "1" {
            let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            let picture = tests.deletingLastPathComponent().appending(path: "docs/images/reliability.svg")
            try Data(text.utf8).write(to: picture)
        }
        for (row, isMissed) in zip(table.rows, isMissed) {
            if isMissed {
                withKnownIssue("missed, as docs/accuracy.md says", isIntermittent: true) {
                    #expect(row.passes, "\(row)")
                }
            } else {
                #expect(row.passes, "\(row)")
            }
        }
    }

    private static func diagrams(_ folder: String, _ set: ReferenceSet) throws -> [ReliabilityDiagram] {
        let scorer = CaseScorer(set: set, selection: ReferenceSelection(measure: .registeredCorrelation, count: 20))
        scorer.wantsPosterior = true
        var diagrams = [ReliabilityDiagram](repeating: ReliabilityDiagram(), count: set.structures.count)
        let images = SharedData.path(folder + "/images")
        for name in try FileManager.default.contentsOfDirectory(atPath: images).sorted() where name.hasSuffix(".png") {
            let image = try PNGReader.readGrayscaleImage(at: images + "/" + name)
            let truth = try PNGReader.readLabelMap(at: SharedData.path(folder + "/labels/" + name))
            let posterior = try #require(scorer.score(image, masks: []).posterior)
            let side = posterior.gridSize
            for position in set.structures.indices {
                let isTrue = (0..<side * side).map { index in
                    let column = (2 * (index % side) + 1) * truth.width / (2 * side)
                    let row = (2 * (index / side) + 1) * truth.height / (2 * side)
                    return truth.indices[row * truth.width + column] == UInt8(position + 1)
                }
                diagrams[position].add(posterior.structures[position].probability, isTrue: isTrue, side: side)
            }
        }
        return diagrams
    }
}
