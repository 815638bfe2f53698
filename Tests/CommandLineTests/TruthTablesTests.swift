import Calibration
import Foundation
import RCA
import TestSupport
import Testing

/// One rule for every command: a row is about the masks of one folder.
@Suite("A truth of several folders with masks of one name")
struct TruthTablesTests {
    /// Scores of two segmenters, and the truth of each, which is better for the second.
    private func place() async throws -> Workplace {
        let place = try await Workplace(isEmpty: true)
        try place.writeScores("s5")
        try place.writeScores("s10", shift: 0.05)
        var rows = ["masks,fname,structure,dice"]
        for (folder, shift) in [("s5", 0.0), ("s10", 0.1)] {
            let truth = place.truthRows(shift: shift)
            try place.writeTruth("k/\(folder).csv", truth)
            rows += truth.map { "\(folder),\($0)" }
        }
        try place.write(Array((rows.joined(separator: "\n") + "\n").utf8), to: "all.csv")
        return place
    }

    private static let both = ["--scores", "s5", "--scores", "s10"]

    @Test(
        "is refused where it does not say which masks it is about, or scores are given twice",
        arguments: [
            (["calibrate", "--truth", "k/s5.csv"], "k/s5.csv: does not say which folder's masks its rows"),
            (["calibrate", "--truth", "half"], "half: holds no table called s10.csv; name the truth tables"),
            (
                ["calibrate", "--scores", "s5", "--scores", "./s5", "--truth", "k/s5.csv"],
                "./s5/rca_structures.csv: is given twice; give each table of scores once"
            ),
            (
                ["calibrate", "--scores", "A", "--scores", "B", "--truth", "k"],
                "k/s5.csv: its rows for s5 fit A/s5/rca_structures.csv and B/s5/rca_structures.csv, which have masks"
            ),
            (
                ["evaluate", "--scores", "A", "--scores", "B", "--truth", "k"],
                "k/s5.csv: its rows for s5 fit A/s5 and B/s5, which have masks of one name; give a --truth for each"
            ),
            (["compare", "s5", "s10", "--truth", "k/s5.csv"], "k/s5.csv: does not say which folder's masks its rows"),
            (
                ["report", "s5", "--truth", "others.csv"],
                "others.csv: has no rows of s5 in its column 'masks'; found: x, y; "
            ),
        ] as [([String], String)])
    func refused(_ words: [String], _ message: String) async throws {
        let place = try await place()
        try place.copy("k/s5.csv", to: "half/s5.csv")
        for folder in ["A", "B"] { try place.copy("s5", to: folder + "/s5") }
        try place.write(
            Array("masks,fname,structure,dice\nx,a.png,lungs,1\ny,a.png,lungs,1\n".utf8), to: "others.csv")
        let more = words[0] == "calibrate" ? ["--output", "m.json"] + (words.count > 3 ? [] : Self.both) : []
        let result = try await Program.run(words + more, in: place.path)
        #expect(result.status == 64 && result.output == "", "\(result.error)")
        #expect(result.error.hasPrefix("rca-cli: " + message), "\(result.error)")
        #expect(result.error.split(separator: "\n").count == 1 && !place.exists("m.json"))
    }

    @Test("is taken by a column of folders, by tables called like them, or one each: calibrate makes the same of all")
    func calibrate() async throws {
        let place = try await place()
        var results: [String] = []
        for truth in [["k"], ["all.csv"], ["k/s5.csv", "k/s10.csv"], ["k", "k"]] {
            let result = try await Program.run(
                ["calibrate", "--output", "m.json", "--overwrite", "--format", "csv"] + Self.both
                    + truth.flatMap { ["--truth", $0] }, in: place.path)
            #expect(result.status == 0, "\(result.error)")
            results.append(result.output)
        }
        #expect(Set(results).count == 1)
    }

    @Test("in a folder each, for scores with sub-folders of the same names, is taken from the folder of the same place")
    func foldersEach() async throws {
        let place = try await place()
        for (folder, other) in [("A", "s5"), ("B", "s10")] {
            try place.copy(other, to: "\(folder)/scores/one")
            try place.copy("k/\(other).csv", to: "\(folder)/truth/one.csv")
        }
        let words = ["A", "B"].flatMap { ["--scores", $0 + "/scores", "--truth", $0 + "/truth"] }
        let result = try await Program.run(["calibrate", "--output", "m.json", "--quiet"] + words, in: place.path)
        #expect(result.status == 0, "\(result.error)")
        let model = try CalibrationFile.read(at: place.file("m.json"))
        #expect(
            model.origin.files.map(\.path) == [
                "A/scores/one/rca_structures.csv", "A/truth/one.csv", "B/scores/one/rca_structures.csv",
                "B/truth/one.csv",
            ])
        let figures = ["--resamples", "0", "--format", "csv"]
        let evaluated = try await Program.run(["evaluate"] + words + figures, in: place.path)
        let apart = try await Program.run(["evaluate", "--truth", "k"] + Self.both + figures, in: place.path)
        #expect(evaluated.status == 0 && evaluated.output == apart.output, "\(evaluated.error)")
    }

    @Test("tells segmenters apart in compare, from a column of folders as from one table each")
    func compare() async throws {
        let place = try await place()
        let words = ["compare", "s5", "s10", "--resamples", "0", "--csv"]
        let column = try await Program.run(words + ["--truth", "all.csv"], in: place.path)
        #expect(column.status == 0, "\(column.error)")
        let row = try #require(column.output.split(separator: "\n").first { $0.contains("true, first less") })
        let fields = row.split(separator: ",", omittingEmptySubsequences: false)
        // The figure's name has a comma too.
        #expect(abs(try #require(Double(fields[7])) + 0.1) < 1e-6, "\(row)")
        let each = try await Program.run(
            words + ["--truth", "k/s5.csv", "--truth", "k/s10.csv"], in: place.path)
        #expect(each.output == column.output)
    }

    @Test("leaves report the rows of its folder alone")
    func report() async throws {
        let place = try await place()
        let result = try await place.run(
            "report", "s5", "--truth", "all.csv", "--worst", "0", "--output", "page.html")
        #expect(result.status == 0 && !result.error.contains("left out"), "\(result.error)")
        #expect(try place.text("page.html").contains("Predicted against true"))
    }

    @Test("that is about a lone other folder is taken, and said")
    func lone() async throws {
        let place = try await place()
        let rows = place.truthRows().map { "other,\($0)" }
        try place.write(
            Array((["masks,fname,structure,dice"] + rows).joined(separator: "\n").appending("\n").utf8),
            to: "lone.csv")
        let result = try await place.run("evaluate", "--scores", "s5", "--truth", "lone.csv", "--format", "csv")
        #expect(result.status == 0, "\(result.error)")
        #expect(result.error.contains("lone.csv is about the masks other, and is taken for s5.\n"), "\(result.error)")
    }
}
