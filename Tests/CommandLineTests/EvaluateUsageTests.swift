import Foundation
import RCA
import TestSupport
import Testing

@Suite("rca-cli evaluate used wrongly")
struct EvaluateUsageTests {
    @Test(
        "says what is wrong, in a line, and ends with 64",
        arguments: [
            (["--truth", "t.csv"], "Error: give one of --scores, --details and --table\n"),
            (["--scores", "s.csv", "--details", "s.csv", "--truth", "t.csv"], "Error: give one of --scores, "),
            (["--scores", "s.csv"], "Error: give --truth or --truth-masks\n"),
            (["--scores", "s.csv", "--truth-masks", "m"], "Error: --truth-masks needs --masks and --structures\n"),
            (["--scores", "s.csv", "--truth", "t.csv", "--masks", "m"], "Error: --masks, --images, --structures, "),
            (["--table", "s.csv"], "Error: --table and --columns belong together\n"),
            (
                ["--table", "s.csv", "--columns", "a:b:c", "--truth", "t.csv"],
                "Error: the truth of --table is in its own columns\n"
            ),
            (["--table", "s.csv", "--columns", "a"], "rca-cli: columns 'a': is not a structure, a truth column and "),
            (
                ["--table", "s.csv", "--columns", "lungs:dice:max=none"],
                "rca-cli: s.csv: no column is called \"none\"; found: fname, structure, dice; "
            ),
            (
                ["--table", "s.csv", "--columns", "a:dice:x=dice", "--columns", "a:dice:x=dice"],
                "rca-cli: columns of a: are given twice; give them once\n"
            ),
            (["--scores", "s.csv", "--truth", "t.csv", "--thresholds", "70"], "Error: The value '70' is invalid"),
            (["--scores", "s.csv", "--truth", "t.csv", "--resamples=-1"], "Error: --resamples is 0 to 1000000\n"),
            (
                ["--scores", "s.csv", "--truth", "t.csv", "--confidence", "95"],
                "Error: --confidence is between 0 and 1"
            ),
            (["--scores", "s.csv", "--truth", "t.csv", "--max-mae", "nan"], "Error: --max-mae is 0 to 1\n"),
            (
                ["--scores", "s.csv", "--truth", "t.csv", "--cluster", "patient"],
                "rca-cli: t.csv: no column is called \"patient\"; found: fname, structure, dice; "
            ),
            (["--scores", "s.csv", "--truth", "none.csv"], "rca-cli: none.csv: does not exist; check the path\n"),
            (["--scores", "hollow", "--truth", "t.csv"], "rca-cli: hollow: holds neither rca_structures.csv nor "),
            (["--scores", "s.csv", "--truth", "empty.csv"], "rca-cli: empty.csv: is empty (0 bytes); "),
            (
                ["--scores", "s.csv", "--truth", "other.csv"],
                "rca-cli: scores and truth: have no structure in common: predicted are lungs, true are lung; "
            ),
            (
                ["--scores", "s.csv", "--truth", "wide.csv"],
                "rca-cli: wide.csv: line 3, column \"dice\": 95.0 is not a Dice; give Dice as fractions from 0 to 1\n"
            ),
            (
                ["--scores", "s.csv", "--truth", "twice.csv"],
                "rca-cli: twice.csv: line 4, column \"fname\": a.png has an earlier row with other values; keep one"
            ),
            (
                ["--scores", "s.csv", "--scores", "s.csv", "--truth", "t.csv"],
                "rca-cli: s.csv: is given twice; give each table of scores once"
            ),
            (
                ["--scores", "s.csv", "--truth", "t.csv", "--truth", "t.csv"],
                "rca-cli: --truth: is given 2 times for 1 table of scores; "
            ),
            (
                [
                    "--scores", "s.csv", "--masks", "m", "--truth-masks", "m", "--structures", "lungs=1",
                    "--truth-structures", "lung=1",
                ], "rca-cli: --truth-structures: lung is not in --structures; name structures alike in both\n"
            ),
        ] as [([String], String)])
    func refused(_ words: [String], _ message: String) async throws {
        let place = try await Workplace(isEmpty: true)
        let header = "fname,structure,dice\n"
        for (name, text) in [
            ("s.csv", header + "a.png,lungs,0.9\n"), ("t.csv", header + "a.png,lungs,0.9\n"), ("empty.csv", ""),
            ("other.csv", header + "a.png,lung,0.9\n"), ("wide.csv", header + "a.png,lungs,0.9\nb.png,lungs,95\n"),
            ("twice.csv", header + "a.png,lungs,0.9\na.png,lungs,0.9\na.png,lungs,0.8\n"), ("hollow/x.txt", "x"),
        ] {
            try place.write(Array(text.utf8), to: name)
        }
        let result = try await Program.run(["evaluate"] + words, in: place.path)
        #expect(result.status == 64)
        #expect(result.error.hasPrefix(message), "\(result.error)")
        #expect(result.output == "")
        if message.hasPrefix("rca-cli: ") { #expect(result.error.split(separator: "\n").count == 1) }
    }

    @Test("takes a row that occurs twice with the same values once, and a Dice that is not defined for none")
    func equalRows() async throws {
        let place = try await Workplace(isEmpty: true)
        let text = "fname,structure,dice\na.png,lungs,0.9\na.png,lungs,0.9\nb.png,lungs,nan\nc.png,lungs,\n"
        try place.write(Array(text.utf8), to: "s.csv")
        let result = try await place.run("evaluate", "--scores", "s.csv", "--truth", "s.csv", "--format", "csv")
        #expect(result.status == 0 && result.error == "")
        #expect(try EvaluationFigures(result.output).masks("lungs max") == 1)
        let shown = try await place.run("evaluate", "--scores", "s.csv", "--truth", "s.csv")
        let line = shown.output.split(separator: "\n").first { $0.hasPrefix("masks left out, not defined ") }
        #expect(line?.hasSuffix(" 2") == true, "\(shown.output)")
    }
}

@Suite("rca-cli evaluate on the validation that CheXmask published", .needsSharedData)
struct EvaluatePublishedTests {
    @Test("prints the correlations, error and area that were published")
    func figures() async throws {
        let place = try await Workplace(isEmpty: true)
        let columns = [("mean", ""), ("lungs", "L_"), ("heart", "H_")].flatMap { structure, prefix in
            [
                "--columns",
                "\(structure):\(prefix)Dice_Real:max=\(prefix)Dice_RCA_Max,mean=\(prefix)Dice_RCA_Mean",
            ]
        }
        let result = try await Program.run(
            [
                "evaluate", "--quiet", "--table", SharedData.path("published/chexmask/rca_validation.csv"),
                "--format", "csv",
            ] + columns, in: place.path)
        #expect(result.status == 0 && result.error == "")
        let figures = EvaluationFigures(result.output)
        #expect(figures.tables == ["lungs", "heart", "mean"].flatMap { ["\($0) max", "\($0) mean"] })
        #expect(try figures.masks("mean max") == 760)
        for (table, figure, threshold, published, unit) in [
            ("mean max", "pearson", "", 0.933, 0.001), ("mean max", "meanAbsoluteError", "", 0.0295, 0.0001),
            ("mean max", "areaUnderCurve", "0.7", 0.985, 0.001), ("lungs max", "pearson", "", 0.938, 0.001),
            ("heart max", "pearson", "", 0.908, 0.001),
        ] {
            let value = try #require(try figures.value(table, figure, threshold))
            #expect((value / unit).rounded() == (published / unit).rounded(), "\(table) \(figure): \(value)")
            let lower = try #require(try figures.value(table, figure, threshold, column: 5))
            let upper = try #require(try figures.value(table, figure, threshold, column: 6))
            #expect(lower < value && value < upper)
        }
    }
}
