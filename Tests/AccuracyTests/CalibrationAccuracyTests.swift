import Evaluation
import Files
import Foundation
import Reporting
import StudySupport
import Tables
import TestSupport
import Testing

/// Intervals on real masks: how often they hold, and how wide they are.
@Suite("Calibration", .needsSharedData, .serialized)
struct CalibrationAccuracyTests {
    private static let alpha = 0.1

    @Test("reaches every bar on the published scores, with the published recipe and with ours")
    func published() async throws {
        let folder = try TemporaryFolder()
        let data = SharedData.path("published/conformal_jsrt_atlas")
        let words =
            ["details", "truth"].flatMap { ["--\($0)", "\(data)/calibration_\($0).csv"] }
            + ["details", "truth"].flatMap { ["--test-\($0)", "\(data)/test_\($0).csv"] }
        let theirs = try await calibrate(words + ["--recipe", "published"], in: folder)
        for (structure, coverage, width) in [("lungs", "0.900", "0.095"), ("heart", "0.927", "0.218")] {
            let test = try #require(theirs[structure]?.test)
            #expect(test.masks == 300)
            #expect(String(format: "%.3f", try #require(test.coverage)) == coverage)
            #expect(String(format: "%.3f", try #require(test.meanWidth)) == width)
        }
        let ours = try await calibrate(words, in: folder)
        var table = AccuracyTable("Intervals on the published scores, 8 references: 288 masks calibrate, 300 test")
        for (structure, width, others) in [("lungs", 0.085, "0.095"), ("heart", 0.19, "0.218")] {
            let test = try #require(ours[structure]?.test)
            table.append(row("\(structure): coverage", .atLeast(0.88), test.coverage, "published recipe, see above"))
            table.append(row("\(structure): width", .atMost(width), test.meanWidth, "published recipe \(others)"))
        }
        print(table.text)
        for row in table.rows { #expect(row.passes, "\(row)") }
    }

    @Test("on our own scores of real masks", .measured(byMake: "accuracy"))
    func own() async throws {
        let folder = try TemporaryFolder()
        let data = try StudyData.jsrt()
        let reference = try await StudyData.builtReference()
        let real = try RealScores(data)
        let study = try await ScoreStudy(data, reference: reference, details: false, in: folder)
        let images = Set(study.masks.map(\.name.fname)).sorted()
        #expect(study.masks.count == 300 && images.count == 25)

        // Every run of 12 images in a row, cyclically, is a calibration set once: one split of 25 images is luck.
        var reports: [[String: CalibrationReport.Row]] = []
        for start in images.indices {
            let chosen = Set((0..<12).map { images[(start + $0) % images.count] })
            let files = try ["calibrate", "test"].map { half in
                try write(study, real, to: folder.file("\(half)\(start)")) {
                    chosen.contains($0) == (half == "calibrate")
                }
            }
            reports.append(
                try await calibrate(
                    ["--scores", files[0].scores, "--truth", files[0].truth, "--test-scores", files[1].scores]
                        + ["--test-truth", files[1].truth], in: folder))
        }
        var table = AccuracyTable(
            "Intervals on our scores of JSRT: 12 images calibrate, 13 test, 12 stages; mean of 25 splits")
        for (structure, width) in [("lungs", 0.06), ("heart", 0.14)] {
            let tests = reports.compactMap { $0[structure]?.test }
            #expect(tests.allSatisfy { $0.masks == 156 } && tests.count == 25)
            let coverage = meanOfDefined(tests.map(\.coverage))
            table.append(row("\(structure): coverage", .atLeast(0.87), coverage, "asked for 0.9"))
            table.append(row("\(structure): coverage", .atMost(0.95), coverage, "asked for 0.9"))
            table.append(row("\(structure): width", .atMost(width), meanOfDefined(tests.map(\.meanWidth)), ""))
            let first = tests.map { String(format: "%.3f", $0.coverage ?? .nan) }.joined(separator: " ")
            print("\(structure), coverage of each split, the first 12 images first: \(first)")
        }
        print(table.text)
        for row in table.rows { #expect(row.passes, "\(row)") }
    }

    /// What a user has who has nothing but a reference set: short of what is asked for, as docs/calibration.md says.
    @Test("from the references alone covers most real masks", .measured(byMake: "accuracy"))
    func referencesAlone() async throws {
        let folder = try TemporaryFolder()
        let data = try StudyData.jsrt()
        let reference = try await StudyData.builtReference()
        let study = try await ScoreStudy(data, reference: reference, details: false, in: folder)
        let files = try write(study, RealScores(data), to: folder.file("all")) { _ in true }
        let report = try await calibrate(
            ["--reference", reference, "--test-scores", files.scores, "--test-truth", files.truth], in: folder)
        var table = AccuracyTable("Intervals from the 198 references alone, on 300 real masks of 25 other images")
        for (structure, coverage) in [("lungs", 0.82), ("heart", 0.82), ("mean", 0.74)] {
            let test = try #require(report[structure]?.test)
            #expect(test.masks == 300)
            table.append(row("\(structure): coverage", .atLeast(coverage), test.coverage, "asked for 0.9"))
            table.append(row("\(structure): width", .atMost(0.2), test.meanWidth, ""))
        }
        print(table.text)
        for row in table.rows { #expect(row.passes, "\(row)") }
    }

    private func row(
        _ figure: String, _ bar: AccuracyTable.Bar, _ measured: Double?, _ others: String
    ) -> AccuracyTable.Row {
        AccuracyTable.Row(figure: figure, bar: bar, measured: measured, others: others)
    }

    private func calibrate(
        _ words: [String], in folder: TemporaryFolder
    ) async throws -> [String: CalibrationReport.Row] {
        let log = folder.file(UUID().uuidString)
        try await Program.run(
            ["calibrate", "--output", log + ".model", "--alpha", "\(Self.alpha)", "--format", "json", "--quiet"]
                + words,
            log: log)
        let report = try JSONDecoder().decode(CalibrationReport.self, from: Data(contentsOf: URL(filePath: log)))
        return Dictionary(uniqueKeysWithValues: report.structures.map { ($0.structure, $0) })
    }

    /// Writes the masks of some images as `score` would: a folder for each stage, and a truth table named after it.
    private func write(
        _ study: ScoreStudy, _ real: RealScores, to folder: String, _ isWanted: (String) -> Bool
    ) throws -> (scores: String, truth: String) {
        let structures = ["lungs", "heart"]
        let stages = Dictionary(grouping: study.masks.filter { isWanted($0.name.fname) }, by: \.name.stage)
        for (stage, masks) in stages {
            let truth = masks.flatMap { mask in
                structures.map { structure in
                    TrueScoreRow(
                        fname: mask.name.fname, structure: structure,
                        dice: real.dice(of: structure, mask.name).map { Float($0) })
                }
            }
            let files = [
                (
                    "scores/\(stage)/rca_structures.csv",
                    ScoreTable.bytes(masks.flatMap(\.structures), structures: structures)
                ),
                ("truth/\(stage).csv", ScoreTable.bytes(truth, structures: structures)),
            ]
            for (name, bytes) in files {
                let url = URL(filePath: folder + "/" + name)
                try FileManager.default.createDirectory(
                    at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(bytes).write(to: url)
            }
        }
        return (folder + "/scores", folder + "/truth")
    }
}
