import Foundation
import RCA
import Tables
import TestSupport
import Testing

@Suite("rca-cli evaluate, from folders")
struct EvaluateFoldersTests {
    private static let damages = ["boundary_1", "missing_lobe", "shifted_3"]

    /// Phantoms with masks damaged in three ways, scored in one run, so with a sub-folder each.
    private func place(_ more: [String] = []) async throws -> Workplace {
        let place = try await Workplace()
        try place.copy(place.phantoms + "/cases", to: "cases")
        let masks = Self.damages.flatMap { ["--masks", "cases/predictions/" + $0] }
        let words = ["score", "--images", "images", "--reference", place.bundle, "--structures"]
        let result = try await Program.run(
            words + [PhantomFiles.structures, "--output", "out", "--quiet"] + masks + more, in: place.path)
        try #require(result.status == 0, "\(result.error)")
        return place
    }

    private func evaluate(_ place: Workplace, _ words: String...) async throws -> ProgramResult {
        try await Program.run(["evaluate"] + words + ["--format", "csv"], in: place.path)
    }

    /// The same figures, to how the truth was rounded.
    private func expectSame(_ first: ProgramResult, _ second: ProgramResult, _ tolerance: Double = 1e-6) throws {
        #expect(first.status == 0 && second.status == 0, "\(first.error)\(second.error)")
        let (first, second) = (EvaluationFigures(first.output), EvaluationFigures(second.output))
        #expect(first.tables == second.tables && first.tables.count == 18)
        for table in first.tables {
            for figure in ["pearson", "spearman", "meanAbsoluteError", "rootMeanSquareError", "bias"] {
                for column in 4...8 {
                    let value = try first.value(table, figure, column: column)
                    let other = try second.value(table, figure, column: column)
                    #expect(isNear(value, try #require(other), tolerance), "\(table) \(figure)")
                }
            }
        }
    }

    @Test("keeps masks of one name in several sub-folders apart, and counts them as one image")
    func subFolders() async throws {
        let place = try await place()
        let result = try await evaluate(place, "--scores", "out", "--truth", "cases/truth")
        let figures = EvaluationFigures(result.output)
        #expect(try figures.masks("lungs max") == 9 && figures.images("lungs max") == 3)
        #expect(try #require(try figures.value("mean consensus", "pearson")) > 0.9)
        var errors: [Double] = []
        for damage in Self.damages {
            let path = "cases/truth/\(damage).csv"
            for row in try TrueScoreRow.rows(of: CSVTable(bytes: place.bytes(path), source: path)) {
                let score = try place.structure(row.structure, of: row.fname, output: "out/" + damage)
                if row.structure == "heart" {
                    errors.append(abs(Double(try #require(score?.dice)) - Double(row.dice!)))
                }
            }
        }
        let error = errors.reduce(0, +) / Double(errors.count)
        #expect(try errors.count == 9 && isNear(figures.value("heart max", "meanAbsoluteError"), error, 1e-6))
        let apart = try await evaluate(place, "--scores", "out", "--truth", "cases/truth", "--cluster", "mask")
        #expect(try EvaluationFigures(apart.output).images("lungs max") == 9)
        let again = try await evaluate(place, "--scores", "out", "--truth", "cases/truth", "--threads", "1")
        #expect(again.output == result.output)
        let other = try await evaluate(
            place, "--scores", "out", "--truth", "cases/truth", "--cluster", "mask", "--seed", "2")
        #expect(other.output != apart.output)
    }

    @Test("gives the same figures from a folder of truths, a truth each, one table of all and the true masks")
    func kindsOfTruth() async throws {
        let place = try await place()
        let folder = try await evaluate(place, "--scores", "out", "--truth", "cases/truth")
        var table = "masks,fname,structure,dice\n"
        for damage in Self.damages {
            let lines = try place.text("cases/truth/\(damage).csv").split(separator: "\n").dropFirst()
            table += lines.map { "\(damage),\($0)\n" }.joined()
        }
        try place.write(Array((table + "epoch9,phantom_0001.png,lungs,1\n").utf8), to: "all.csv")
        let all = try await evaluate(place, "--scores", "out", "--truth", "all.csv")
        try expectSame(folder, all, 0)
        #expect(all.error.hasPrefix("epoch9 of the truth is left out: there are no scores of this name.\n"))
        let each = Self.damages.flatMap { ["--scores", "out/\($0)", "--truth", "cases/truth/\($0).csv"] }
        try expectSame(
            folder, try await Program.run(["evaluate", "--format", "csv"] + each, in: place.path), 0)
        let masks = Self.damages.flatMap { ["--masks", "cases/predictions/" + $0] }
        let words = ["evaluate", "--format", "csv", "--scores", "out", "--truth-masks", "cases/labels", "--structures"]
        try expectSame(
            folder,
            try await Program.run(
                words + [PhantomFiles.structures, "--write-truth", "written.csv"] + masks, in: place.path))
        #expect(
            try place.text("written.csv").hasPrefix("masks,fname,structure,dice\nboundary_1,phantom_0001.png,lungs,0."))
        try expectSame(folder, try await evaluate(place, "--scores", "out", "--truth", "written.csv"))
        // In any order, and with a part of what was scored.
        let part = try await Program.run(
            words + [PhantomFiles.structures, "--masks", "cases/predictions/shifted_3"], in: place.path)
        #expect(try part.status == 0 && EvaluationFigures(part.output).masks("lungs max") == 3, "\(part.error)")
    }

    @Test("takes truth with other labels, and leaves out structures that it does not have")
    func trueStructures() async throws {
        let place = try await place()
        for name in PhantomFiles.names {
            try place.relabel("cases/labels/" + name, to: "lungs/" + name) { $0 == 1 ? 255 : 0 }
        }
        let words = ["--scores", "out/shifted_3", "--masks", "cases/predictions/shifted_3", "--truth-masks", "lungs"]
        let structures = ["--structures", PhantomFiles.structures]
        let whole = try await Program.run(
            ["evaluate", "--format", "csv"] + words + structures + ["--truth-structures", "lungs=255"], in: place.path)
        #expect(whole.status == 0 && whole.error == "heart is left out: it has no truth.\n", "\(whole.error)")
        let table = try await evaluate(place, "--scores", "out/shifted_3", "--truth", "cases/truth/shifted_3.csv")
        for figure in ["bias", "meanAbsoluteError"] {
            let expected = try #require(try EvaluationFigures(table.output).value("lungs max", figure))
            #expect(try isNear(EvaluationFigures(whole.output).value("lungs max", figure), expected, 1e-6))
        }
        let unnamed = try await Program.run(["evaluate"] + words + structures, in: place.path)
        #expect(unnamed.status == 2)
        #expect(unnamed.error.contains("lungs/phantom_0001.png: has labels that no structure was given for: 255"))
    }

    @Test("lists masks without a partner, of another shape and damaged, and evaluates the rest")
    func badMasks() async throws {
        let place = try await place()
        let map = LabelMap(width: 64, height: 96, indices: Array(repeating: 1, count: 64 * 96))
        try place.write(PNGWriter.encode(map), to: "cases/labels/phantom_0001.png")
        try place.remove("cases/labels/phantom_0002.png")
        let result = try await evaluate(
            place, "--scores", "out/shifted_3", "--masks", "cases/predictions/shifted_3", "--truth-masks",
            "cases/labels", "--structures", PhantomFiles.structures)
        #expect(result.status == 2)
        #expect(
            result.error.hasSuffix(
                """
                2 could not be evaluated:
                  phantom_0001.png: cases/predictions/shifted_3/phantom_0001.png: is 128 × 128, the true mask 64 × 96; \
                give both the same aspect ratio
                  phantom_0002.png: missing mask: no file in cases/labels is called phantom_0002

                """), "\(result.error)")
        #expect(try EvaluationFigures(result.output).masks("lungs max") == 1)
    }

    @Test("writes the true Dice of drawn masks for every other command that takes a truth")
    func writtenTruth() async throws {
        let place = try await place()
        let words = [
            "evaluate", "--scores", "out/shifted_3", "--masks", "cases/predictions/shifted_3", "--truth-masks",
            "cases/labels", "--structures", PhantomFiles.structures, "--write-truth", "truth.csv",
        ]
        try await #expect(Program.run(words, in: place.path).status == 0)
        let written = try TrueScoreRow.rows(of: CSVTable(bytes: place.bytes("truth.csv"), source: "truth.csv"))
        let path = "cases/truth/shifted_3.csv"
        let known = try TrueScoreRow.rows(of: CSVTable(bytes: place.bytes(path), source: path))
        #expect(written.count == 6 && Set(written.map(\.structure)) == ["lungs", "heart"])
        for row in written {
            let other = known.first { $0.fname == row.fname && $0.structure == row.structure }
            #expect(try abs(#require(row.dice) - #require(other?.dice)) < 1e-6)
        }
        let report = try await place.run("report", "out/shifted_3", "--truth", "truth.csv", "--worst", "0")
        #expect(report.status == 0, "\(report.error)")
        let refused = try await Program.run(words, in: place.path)
        #expect(refused.status == 64 && refused.error.contains("truth.csv: is there already; add --overwrite"))
        try await #expect(Program.run(words + ["--overwrite"], in: place.path).status == 0)
        let alone = try await place.run(
            "evaluate", "--scores", "out/shifted_3", "--truth", "truth.csv", "--write-truth", "other.csv")
        #expect(alone.status == 64 && alone.error.contains("--write-truth needs --truth-masks"))
    }

    @Test("leaves out masks that have taken the place of those that were scored")
    func replacedMasks() async throws {
        let place = try await place()
        try place.copy(
            "cases/predictions/missing_lobe/phantom_0002.png", to: "cases/predictions/shifted_3/phantom_0002.png")
        let scored = ["--masks", "cases/predictions/shifted_3"]
        let truth = ["--truth-masks", "cases/labels", "--structures", PhantomFiles.structures, "--format", "csv"]
        for scores in ["out", "out/shifted_3", "out/shifted_3/", "out/shifted_3/rca_structures.csv"] {
            let result = try await Program.run(["evaluate", "--scores", scores] + scored + truth, in: place.path)
            #expect(result.status == 2)
            #expect(
                result.error.hasSuffix(
                    """
                    1 could not be evaluated:
                      phantom_0002.png: cases/predictions/shifted_3/phantom_0002.png: is not the file that was scored; \
                    score the masks again: what has not changed is kept

                    """), "\(scores): \(result.error)")
            #expect(try EvaluationFigures(result.output).masks("lungs max") == 2)
        }
        // Tables that lie elsewhere have no journal to tell.
        try place.copy("out/shifted_3", to: "tables")
        let elsewhere = try await Program.run(["evaluate", "--scores", "tables"] + scored + truth, in: place.path)
        #expect(elsewhere.status == 0, "\(elsewhere.error)")
        // Masks from elsewhere may be the same in another form.
        try place.copy("cases/predictions/shifted_3", to: "moved")
        let moved = try await Program.run(
            ["evaluate", "--scores", "out/shifted_3", "--masks", "moved"] + truth, in: place.path)
        #expect(moved.status == 0, "\(moved.error)")
        // A run over one folder has its journal beside the tables.
        let words = ["masks": "cases/predictions/shifted_3", "output": "alone"]
        try await #expect(place.score(words, ["--quiet"]).status == 0)
        try await #expect(Program.run(["evaluate", "--scores", "alone"] + scored + truth, in: place.path).status == 0)
        try place.copy("cases/predictions/empty/phantom_0001.png", to: "cases/predictions/shifted_3/phantom_0001.png")
        let alone = try await Program.run(["evaluate", "--scores", "alone"] + scored + truth, in: place.path)
        #expect(alone.status == 2 && alone.error.contains("1 could not be evaluated"), "\(alone.error)")
    }

    @Test("takes the details of a run for its scores, and score --estimator's words for what it wrote")
    func sameRun() async throws {
        let place = try await place(["--details", "--estimator", "best"])
        let scores = try await evaluate(place, "--scores", "out/shifted_3", "--truth", "cases/truth/shifted_3.csv")
        let details = try await evaluate(
            place, "--details", "out/shifted_3/rca_details.csv", "--truth", "cases/truth/shifted_3.csv")
        #expect(scores.status == 0 && details.status == 0, "\(scores.error)\(details.error)")
        let (first, second) = (EvaluationFigures(scores.output), EvaluationFigures(details.output))
        for table in second.tables where !["mean max", "mean median"].contains(table) {
            let expected = try #require(try second.value(table, "bias"))
            #expect(isNear(try first.value(table, "bias"), expected, 2e-7), "\(table)")
        }
        #expect(second.tables.count == 12 && scores.error.contains("max and median are the means"))
    }

    @Test("checks the published estimate if nothing is said, and the expected Dice where that is asked for")
    func checkedEstimate() async throws {
        let place = try await place()
        let words = ["evaluate", "--scores", "out", "--truth", "cases/truth", "--resamples", "0", "--format", "json"]
        var errors: [String: Double] = [:]
        for (more, name) in [([], "max"), (["--estimator", "expected"], "expected")] {
            let result = try await Program.run(words + ["--max-mae", "1"] + more, in: place.path)
            #expect(result.status == 0, "\(result.error)")
            let report = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
            let check = try #require((report?["checks"] as? [[String: Any]])?.first)
            #expect(check["estimator"] as? String == name && check["structure"] as? String == "mean")
            errors[name] = try #require(check["value"] as? Double)
        }
        #expect(errors["max"] != errors["expected"])
    }
}
