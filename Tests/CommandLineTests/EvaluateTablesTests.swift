import Foundation
import RCA
import TestSupport
import Testing

@Suite("rca-cli evaluate, from tables")
struct EvaluateTablesTests {
    private static let scores = """
        fname,structure,dice,reference,mean,median,best,consensus
        a_mask.png,lungs,0.9,r,0.8,0.8,0.85,0.9
        a_mask.png,heart,0.6,r,0.5,0.5,0.55,0.65
        b_mask.png,lungs,0.7,r,0.6,0.6,0.65,0.75
        b_mask.png,heart,0.8,r,0.7,0.7,0.75,0.85
        c_mask.png,lungs,0.5,r,0.4,0.4,0.45,0.55
        c_mask.png,heart,,,,,,

        """
    private static let truth = """
        fname,structure,dice
        a_mask.png,lungs,0.95
        a_mask.png,heart,0.7
        b_mask.png,lungs,0.7
        b_mask.png,heart,0.8
        c_mask.png,lungs,0.4
        c_mask.png,heart,

        """

    private func place() async throws -> Workplace {
        let place = try await Workplace(isEmpty: true)
        try place.write(Array(Self.scores.utf8), to: "s/rca_structures.csv")
        try place.write(
            Array("fname,dice\na_mask.png,0.72\nb_mask.png,0.74\nc_mask.png,0.5\n".utf8), to: "s/rca_dice_scores.csv")
        try place.write(Array(Self.truth.utf8), to: "t.csv")
        return place
    }

    @Test("of a truth that is about other masks lists every mask, with --dice as well, and ends with 2")
    func otherMasks() async throws {
        let place = try await place()
        try place.write(Array("fname,structure,dice\nx.png,lungs,0.9\nx.png,heart,0.9\n".utf8), to: "other.csv")
        for more in [[], ["--dice", "0.8"], ["--dice", "0.8", "--risk", "0.1"]] {
            let result = try await Program.run(
                ["evaluate", "--scores", "s", "--truth", "other.csv"] + more, in: place.path)
            #expect(result.status == 2 && result.error.contains("a_mask.png: no truth"), "\(result.error)")
            #expect(!result.error.contains("there is no estimate"))
        }
    }

    @Test("has every estimator of every structure and of the mean, with figures as by hand")
    func byHand() async throws {
        let place = try await place()
        let result = try await place.run("evaluate", "--scores", "s", "--truth", "t.csv", "--format", "csv")
        #expect(result.status == 0, "\(result.error)")
        let figures = EvaluationFigures(result.output)
        let estimators = ["max", "mean", "median", "best", "consensus"]
        #expect(
            figures.tables
                == ["lungs", "heart", "mean"].flatMap { structure in estimators.map { "\(structure) \($0)" } })
        #expect(try figures.masks("lungs max") == 3 && figures.masks("heart max") == 2)
        #expect(try isNear(figures.value("lungs max", "meanAbsoluteError"), 0.05))
        #expect(try isNear(figures.value("lungs max", "bias"), 0.05 / 3))
        #expect(try isNear(figures.value("heart consensus", "meanAbsoluteError"), 0.05))
        // The published score of each mask against the mean of the structures that are there.
        #expect(try figures.masks("mean max") == 3)
        #expect(try isNear(figures.value("mean max", "meanAbsoluteError"), (0.105 + 0.01 + 0.1) / 3))
        #expect(try isNear(figures.value("mean consensus", "bias"), (-0.05 + 0.05 + 0.15) / 3))
        // A true Dice at the threshold is good: 0.7 is, 0.4 is not.
        #expect(try figures.value("lungs max", "areaUnderCurve", "0.7") == 1)
        #expect(try figures.value("lungs max", "specificity", "0.7") == 1)
        #expect(try figures.value("lungs mean", "specificity", "0.7") == 0.5)
        #expect(try figures.value("heart max", "sensitivity", "0.7") == nil)
        #expect(try figures.value("heart max", "specificity", "0.7") == 0.5)
        #expect(result.error.contains("median and best are the means of the structures' estimates"))
    }

    @Test("has the figures of SciPy and scikit-learn to 1e-9")
    func otherSoftware() async throws {
        // The twelve pairs of EvaluationTests/StoredFigures.swift, which says how they were computed outside.
        let pairs = [
            (0.91, 0.93), (0.85, 0.80), (0.85, 0.86), (0.42, 0.35), (0.77, 0.70), (0.96, 0.95), (0.70, 0.66),
            (0.63, 0.71), (0.88, 0.88), (0.70, 0.70), (0.95, 0.97), (0.51, 0.60),
        ]
        let place = try await Workplace(isEmpty: true)
        let rows = pairs.enumerated().map { "case\($0 / 3),\($1.1),\($1.0)\n" }.joined()
        try place.write(Array(("patient,real,predicted\n" + rows).utf8), to: "table.csv")
        let result = try await place.run(
            "evaluate", "--table", "table.csv", "--columns", "lungs:real:network=predicted", "--cluster", "patient",
            "--format", "csv")
        #expect(result.status == 0, "\(result.error)")
        let figures = EvaluationFigures(result.output)
        #expect(figures.tables == ["lungs network"])
        #expect(try figures.masks("lungs network") == 12 && figures.images("lungs network") == 4)
        for (figure, threshold, expected) in [
            ("pearson", "", 0.9571118258380547), ("spearman", "", 0.9437624416825535),
            ("meanAbsoluteError", "", 0.03833333333333332), ("rootMeanSquareError", "", 0.04949747468305832),
            ("bias", "", 0.0016666666666666635), ("calibrationSlope", "", 0.9813469418537422),
            ("calibrationIntercept", "", 0.012525201739611247), ("areaUnderCurve", "0.7", 0.9444444444444444),
            ("averagePrecision", "0.7", 0.8666666666666667), ("accuracy", "0.7", 0.8333333333333334),
            ("sensitivity", "0.7", 0.6666666666666666), ("specificity", "0.7", 0.8888888888888888),
            ("areaUnderCurve", "0.8", 1), ("averagePrecision", "0.8", 1), ("accuracy", "0.8", 1),
        ] {
            #expect(try isNear(figures.value("lungs network", figure, threshold), expected), "\(figure) \(threshold)")
        }
    }

    @Test("takes a byte order mark, CRLF, quotes, blank lines, other columns and another order for the same table")
    func variants() async throws {
        let place = try await place()
        let plain = try await place.run("evaluate", "--scores", "s", "--truth", "t.csv", "--format", "csv")
        func variant(_ text: String) -> [UInt8] {
            let rows = text.split(separator: "\n").map {
                $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            }
            let lines = rows.enumerated().map { number, row in
                (row.reversed().map { "\"\($0)\"" } + [number == 0 ? "note" : "x,y"].map { "\"\($0)\"" })
                    .joined(separator: ",")
            }
            return Array(
                ("\u{feff}" + ([lines[0]] + lines.dropFirst().reversed()).joined(separator: "\r\n") + "\r\n\r\n").utf8)
        }
        try place.write(variant(Self.scores), to: "s/rca_structures.csv")
        try place.write(variant(Self.truth), to: "t.csv")
        let result = try await place.run("evaluate", "--scores", "s", "--truth", "t.csv", "--format", "csv")
        #expect(result.status == 0, "\(result.error)")
        let (first, second) = (EvaluationFigures(plain.output), EvaluationFigures(result.output))
        for table in first.tables {
            for figure in ["pearson", "spearman", "meanAbsoluteError", "bias"] {
                for column in 4...6 {
                    #expect(
                        try first.value(table, figure, column: column) == second.value(table, figure, column: column))
                }
            }
        }
    }

    @Test("works the estimates out again from the Dice on every reference, whole masks as score --estimator has them")
    func details() async throws {
        let place = try await place()
        try place.write(
            Array(
                """
                fname,structure,reference,dice
                a.png,lungs,r1,0.8
                a.png,lungs,r2,0.6
                a.png,lungs,r3,0.4
                a.png,heart,r1,0.2
                a.png,heart,r2,0.6
                a.png,heart,r3,

                """.utf8), to: "d.csv")
        try place.write(Array("fname,structure,dice\na.png,lungs,1\na.png,heart,1\n".utf8), to: "t.csv")
        let result = try await place.run("evaluate", "--details", "d.csv", "--truth", "t.csv", "--format", "csv")
        #expect(result.status == 0, "\(result.error)")
        let figures = EvaluationFigures(result.output)
        for (table, dice) in [
            ("lungs max", 0.8), ("lungs mean", 0.6), ("lungs median", 0.6), ("lungs best", 0.7), ("heart max", 0.6),
            ("heart mean", 0.4), ("heart median", 0.4), ("heart best", 0.6),
            // References' means: 0.5, 0.6, 0.4.
            ("mean max", 0.6), ("mean mean", 0.5), ("mean median", 0.5), ("mean best", 0.55),
        ] {
            #expect(try isNear(figures.value(table, "bias"), dice - 1, 1e-7), "\(table)")
            #expect(try figures.value(table, "pearson") == nil && figures.value(table, "bias", column: 5) == nil)
        }
    }

    @Test("lists what has no partner, evaluates the rest and ends with 2")
    func missing() async throws {
        let place = try await place()
        let rows = Self.truth.split(separator: "\n", omittingEmptySubsequences: true).filter {
            !$0.hasPrefix("a_mask") && !$0.hasPrefix("b_mask.png,heart")
        }
        try place.write(Array((rows + ["ghost.png,lungs,0.5"]).joined(separator: "\n").utf8), to: "t.csv")
        let result = try await place.run("evaluate", "--scores", "s", "--truth", "t.csv", "--format", "csv")
        #expect(result.status == 2)
        #expect(
            result.error.hasSuffix(
                "3 could not be evaluated:\n  a_mask.png: no truth\n  b_mask.png, heart: no truth\n"
                    + "  ghost.png: no prediction\n"), "\(result.error)")
        let figures = EvaluationFigures(result.output)
        #expect(try figures.masks("lungs max") == 2 && figures.masks("mean max") == 1)
        let json = try await place.run("evaluate", "--scores", "s", "--truth", "t.csv", "--format", "json")
        let root = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
        #expect(json.status == 2 && (root?["missing"] as? [[String: String]])?.count == 3)
    }

    @Test("leaves out a structure that has no truth, and takes no mean that counts it")
    func partOfTheStructures() async throws {
        let place = try await place()
        let rows = Self.truth.split(separator: "\n").filter { !$0.contains("heart") }
        try place.write(Array(rows.joined(separator: "\n").utf8), to: "t.csv")
        let result = try await place.run("evaluate", "--scores", "s", "--truth", "t.csv", "--format", "csv")
        #expect(result.status == 0 && result.error == "heart is left out: it has no truth.\n")
        #expect(EvaluationFigures(result.output).tables.allSatisfy { $0.hasPrefix("lungs ") })
    }

    @Test("takes the predicted mean of those structures alone whose truth is defined", arguments: ["", "nan"])
    func undefinedTruth(field: String) async throws {
        let place = try await place()
        let truth = Self.truth.replacing("a_mask.png,heart,0.7", with: "a_mask.png,heart,\(field)")
        try place.write(Array(truth.utf8), to: "t.csv")
        let result = try await place.run("evaluate", "--scores", "s", "--truth", "t.csv", "--format", "csv")
        let figures = EvaluationFigures(result.output)
        // a: lungs .9 for .95; b: .74 (given) for .75; c: lungs .5 for .4.
        #expect(try isNear(figures.value("mean max", "bias"), (-0.05 - 0.01 + 0.1) / 3, 1e-7), "\(result.output)")
        #expect(try isNear(figures.value("mean mean", "bias"), (-0.15 - 0.1 + 0) / 3, 1e-7))
    }

    @Test("counts masks whose cluster is not known each by itself, says so, and refuses two clusters of one mask")
    func unknownClusters() async throws {
        let place = try await place()
        var rows = Self.truth.split(separator: "\n").map(String.init)
        rows[0] += ",patient"
        for (row, patient) in [",p1", ",p1", ",NA", ",", ",", ","].enumerated() { rows[row + 1] += patient }
        try place.write(Array(rows.joined(separator: "\n").utf8), to: "t.csv")
        let words = ["evaluate", "--scores", "s", "--truth", "t.csv", "--cluster", "patient", "--format", "json"]
        let result = try await Program.run(words, in: place.path)
        let note = "2 masks have no entry in the column \\\"patient\\\": each of their images counts by itself."
        #expect(result.status == 0 && result.output.contains(note), "\(result.error)\(result.output)")
        #expect(result.output.contains("\"images\" : 3"))
        try place.write(
            Array(rows.joined(separator: "\n").replacing("heart,0.7,p1", with: "heart,0.7,p2").utf8), to: "t.csv")
        let refused = try await Program.run(words, in: place.path)
        #expect(refused.status == 64 && refused.error.contains("t.csv: line 3"), "\(refused.error)")
    }

    @Test("takes what lies beside somebody's own score file for another run's, and says where runs differ")
    func records() async throws {
        let place = try await place()
        try place.writeRecord("s", parameters: ["estimator": "consensus"])
        try place.write(Array("fname,dice\na_mask.png,0.72\nb_mask.png,0.74\n".utf8), to: "s/theirs.csv")
        try place.write(Array("fname,dice\na_mask.png,0.8\nb_mask.png,0.7\n".utf8), to: "whole.csv")
        let theirs = try await place.run(
            "evaluate", "--scores", "s/theirs.csv", "--truth", "whole.csv", "--format", "csv")
        #expect(EvaluationFigures(theirs.output).tables == ["mean max"], "\(theirs.error)")
        let own = try await place.run(
            "evaluate", "--scores", "s/rca_dice_scores.csv", "--truth", "whole.csv", "--format", "csv")
        #expect(EvaluationFigures(own.output).tables == ["mean consensus"], "\(own.error)")
        try place.copy("s", to: "all/a")
        try place.copy("s", to: "all/b")
        for name in ["a", "b"] { try place.copy("t.csv", to: "truths/\(name).csv") }
        try place.writeRecord("all/b", referencesPerCase: 5)
        let mixed = try await place.run(
            "evaluate", "--scores", "all", "--truth", "truths", "--format", "csv", "--resamples", "0"
        )
        #expect(
            mixed.error.contains("different --references-per-case: 20 in all/a, 5 in all/b.\n"), "\(mixed.error)")
    }

    @Test("ends with 1 where a check does not hold, also one of a figure that is not defined")
    func checks() async throws {
        let place = try await place()
        let words = ["evaluate", "--scores", "s", "--truth", "t.csv"]
        let good = try await Program.run(
            words + ["--max-mae", "0.0717", "--min-correlation", "0.1", "--estimator", "max"], in: place.path)
        #expect(good.status == 0 && good.error == "")
        #expect(good.output.contains("--max-mae 0.0717 holds: it is 0.0717 (max, mean over the structures)\n"))
        let bad = try await Program.run(words + ["--max-mae", "0.07"], in: place.path)
        #expect(bad.status == 1)
        #expect(bad.error == "rca-cli: --max-mae 0.07 does not hold: it is 0.0717 (max, mean over the structures)\n")
        let unknown = try await Program.run(words + ["--max-mae", "1", "--estimator", "dice"], in: place.path)
        #expect(unknown.status == 64)
        #expect(
            unknown.error
                == "rca-cli: --estimator: there is no estimate 'dice'; found: max, mean, median, best, consensus; "
                + "give one of these\n")
        try place.write(Array("fname,structure,dice\na_mask.png,lungs,0.9\n".utf8), to: "t.csv")
        try place.write(Array("fname,structure,dice\na_mask.png,lungs,0.9\n".utf8), to: "one.csv")
        let undefined = try await place.run(
            "evaluate", "--scores", "one.csv", "--truth", "t.csv", "--min-correlation=-1")
        #expect(undefined.status == 1)
        #expect(undefined.error.hasSuffix("--min-correlation -1 does not hold: it is not defined (max, lungs)\n"))
    }
}
