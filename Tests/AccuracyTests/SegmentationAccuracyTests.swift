import Foundation
import Imaging
import Scoring
import StudySupport
import TestSupport
import Testing

/// Multi-atlas segmentation on real chest X-rays, by the real program, against what experts have drawn.
@Suite("Segmentation accuracy", .needsSharedData, .measured(byMake: "accuracy"))
struct SegmentationAccuracyTests {
    /// The mean over the images of a folder of each structure's Dice.
    private func means(_ output: String, truth: String, labels: [UInt8]) throws -> [Double] {
        var sums = [Double](repeating: 0, count: labels.count)
        let names = try FileManager.default.contentsOfDirectory(atPath: truth).filter { $0.hasSuffix(".png") }
        for name in names {
            let drawn = try PNGReader.readLabelMap(
                at: output + "/" + name.replacing(".png", with: "_labels.png"))
            let expert = try PNGReader.readLabelMap(at: truth + "/" + name)
            #expect(drawn.width == expert.width && drawn.height == expert.height, "\(name)")
            for (position, label) in labels.enumerated() {
                var (first, second, both) = (0, 0, 0)
                for (a, b) in zip(drawn.indices, expert.indices) {
                    if a == label { first += 1 }
                    if b == label { second += 1 }
                    if a == label, b == label { both += 1 }
                }
                sums[position] += Double(Dice.coefficient(first: first, second: second, both: both) ?? 0)
            }
        }
        return sums.map { $0 / Double(names.count) }
    }

    @Test("reaches its bars on JSRT, and is reported on radiographs of other hospitals")
    func bars() async throws {
        let folder = try TemporaryFolder()
        let reference = try await StudyData.builtReference()
        var table = AccuracyTable("Multi-atlas segmentation with 198 JSRT references, K=20")
        let jsrt = SharedData.path("jsrt/dev")
        for fusion in ["joint", "locally-weighted", "majority", "staple"] {
            let output = folder.file("jsrt-" + fusion)
            try await Program.run(
                [
                    "segment", "--images", jsrt + "/images", "--reference", reference, "--output", output, "--fusion",
                    fusion,
                ],
                log: folder.file("segment.log"))
            let dice = try means(output, truth: jsrt + "/labels", labels: [1, 2])
            // The bars are the default's; the others may be a little below.
            let slack = fusion == "joint" || fusion == "locally-weighted" ? 0 : 0.01
            table.append(
                AccuracyTable.Row(
                    figure: "lungs, \(fusion), 25 images", bar: .atLeast(0.970 - slack), measured: dice[0],
                    others: "second observer .972, study's vote .97"))
            table.append(
                AccuracyTable.Row(
                    figure: "heart, \(fusion), 25 images", bar: .atLeast(0.930 - slack), measured: dice[1],
                    others: "second observer .935, study's vote .925"))
        }
        let outside = SharedData.path("cxr/dev")
        let output = folder.file("cxr")
        try await Program.run(
            ["segment", "--images", outside + "/images", "--reference", reference, "--output", output],
            log: folder.file("segment.log"))
        table.append(
            AccuracyTable.Row(
                figure: "lungs, radiographs of other hospitals, 40 images", bar: .atLeast(0.85),
                measured: try means(output, truth: outside + "/labels", labels: [1])[0]))
        print(table.text)
        for row in table.rows { #expect(row.passes, "\(row)") }
    }
}
