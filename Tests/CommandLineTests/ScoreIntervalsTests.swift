import Foundation
import RCA
import Reporting
import Tables
import TestSupport
import Testing

@Suite("rca-cli score with a calibration")
struct ScoreIntervalsTests {
    @Test("writes a range and a decision for each structure and the mean, and changes no other table")
    func intervals() async throws {
        let made = try await CalibratedPlace()
        let place = made.place
        try await #expect(place.score(["output": "plain"]).status == 0)
        let result = try await place.score(
            [:], ["--calibration", "model.json", "--alpha", "0.2", "--threshold", "0.8"])
        #expect(result.status == 0)
        for name in ["rca_dice_scores.csv", "rca_structures.csv", "rca_reliability.csv"] {
            #expect(try place.bytes("out/" + name) == place.bytes("plain/" + name))
        }
        #expect(!place.exists("plain/rca_intervals.csv") && !place.exists("out/rca_details.csv"))
        let rows = try made.intervals()
        #expect(rows.map(\.fname) == PhantomFiles.names.flatMap { [$0, $0, $0] })
        #expect(rows.map(\.structure) == Array(repeating: ["lungs", "heart", "mean"], count: 3).flatMap { $0 })
        for row in rows {
            let (lower, predicted) = try (#require(row.lower), #require(row.predicted))
            #expect(
                try 0 <= lower && lower <= predicted && predicted <= #require(row.upper) && #require(row.upper) <= 1)
            // Six references are too few for a verdict, so that nothing may be accepted.
            #expect(row.decision == (row.upper! < 0.8 ? "reject" : "review"))
        }
        let record = try place.record()
        #expect(record.decisions?["mean"]?.values.reduce(0, +) == 3)
        #expect(record.parameters.contains(RunParameter("alpha", .number(0.2))))
        #expect(record.parameters.contains(RunParameter("threshold", .number(0.8))))
        #expect(result.error.contains("by mean: accept 0"))
    }

    @Test("without one writes the same record as ever, and removes the ranges of an earlier run")
    func without() async throws {
        let made = try await CalibratedPlace()
        let place = made.place
        try await #expect(place.score([:], ["--calibration", "model.json"]).status == 0)
        #expect(place.exists("out/rca_intervals.csv"))
        try await #expect(place.score().status == 0)
        #expect(!place.exists("out/rca_intervals.csv"))
        let text = try place.text("out/rca_run.json")
        for word in ["calibration", "alpha", "threshold", "decisions"] { #expect(!text.contains(word)) }
    }

    @Test("accepts only where the verdict is reliable and the whole range is above the threshold")
    func accept() async throws {
        let place = try await Workplace()
        try await place.drawReferences()
        let model = try await place.run(
            "calibrate", "--reference", "many", "--structures", PhantomFiles.structures, "--output", "model.json",
            "--quiet")
        #expect(model.status == 0, "\(model.error)")
        let result = try await place.score(
            ["reference": "many"], ["--calibration", "model.json", "--threshold", "0.05", "--alpha", "0.2"])
        #expect(result.status == 0)
        let reliability = try CSVTable(bytes: place.bytes("out/rca_reliability.csv"), source: "out")
        let verdict = try reliability.column(named: "verdict")
        let reliable = try reliability.rows.filter { try reliability.text(inRow: $0, column: verdict) == "reliable" }
        #expect(!reliable.isEmpty)
        #expect(try place.record().decisions?["lungs"]?["accept"] == reliable.count)
    }

    @Test("gives the published recipe's ranges from a model that asks for the single references")
    func published() async throws {
        let made = try await CalibratedPlace()
        let model = try await made.calibrate(["details": "scores"], ["--recipe", "published"])
        #expect(model.status == 0)
        try await #expect(made.place.score([:], ["--calibration", "model.json"]).status == 0)
        #expect(!made.place.exists("out/rca_details.csv"))
        #expect(try made.intervals().count == 9 && made.intervals().allSatisfy { $0.upper != nil })
    }

    @Test("refuses a model that is missing, damaged, changed, newer or something else")
    func badModels() async throws {
        let made = try await CalibratedPlace()
        let place = made.place
        let bytes = try place.bytes("model.json")
        let text = String(decoding: bytes, as: UTF8.self)
        try place.write(Array(bytes.prefix(bytes.count / 2)), to: "half.json")
        try place.write(Array("[1, 2]\n".utf8), to: "list.json")
        try place.write(Array(text.replacing("\"images\" : 3", with: "\"images\" : 4").utf8), to: "changed.json")
        for (name, version) in [("older.json", 1), ("newer.json", 3)] {
            let other = text.replacing("\"formatVersion\" : 2", with: "\"formatVersion\" : \(version)")
            try place.write(Array(other.utf8), to: name)
        }
        try place.write(Array(text.replacing("\"floor\" : 0", with: "\"floor\" : -0").utf8), to: "negative.json")
        try place.write([], to: "empty.json")
        for (file, message) in [
            ("none.json", "does not exist"), ("half.json", "is not a calibration model"),
            ("list.json", "is not a calibration model"), ("changed.json", "does not have its own checksum"),
            ("newer.json", "is a calibration model of format 3; this program reads format 2"),
            (
                "older.json",
                "is a calibration model of format 1, made before expected Dice; calibrate again: "
                    + "rca-cli calibrate --scores SCORES --truth TRUTH --output older.json --overwrite"
            ),
            ("negative.json", "is a damaged calibration model"), ("empty.json", "is empty"), (".", "is a folder"),
        ] {
            let result = try await place.score([:], ["--calibration", file])
            #expect(result.status == 64)
            #expect(result.error.hasPrefix("rca-cli: \(file): ") && result.error.contains(message), "\(result.error)")
            #expect(result.error.split(separator: "\n").count == 1)
        }
    }

    @Test("names the command that makes an older model of a reference set anew, which then works")
    func older() async throws {
        let place = try await Workplace()
        try place.copy(place.bundle, to: "my set.rcaref")
        let words = ["calibrate", "--reference", "my set.rcaref", "--output", "model.json", "--quiet"]
        #expect(try await Program.run(words, in: place.path).status == 0)
        let text = try place.text("model.json")
        try place.write(
            Array(text.replacing("\"formatVersion\" : 2", with: "\"formatVersion\" : 1").utf8), to: "model.json")
        let refused = try await place.score([:], ["--calibration", "model.json"])
        let command = "rca-cli calibrate --reference 'my set.rcaref' --output model.json --overwrite"
        #expect(refused.status == 64 && refused.error.hasSuffix("calibrate again: \(command)\n"), "\(refused.error)")
        let again = try await Program.run(words + ["--overwrite"], in: place.path)
        #expect(again.status == 0)
        #expect(try place.text("model.json") == text)
    }

    @Test("refuses a model of other structures or another number of references, and says so of other references")
    func otherSettings() async throws {
        let made = try await CalibratedPlace()
        let place = made.place
        let few = try await place.score([:], ["--calibration", "model.json", "--references-per-case", "4"])
        #expect(few.status == 64)
        #expect(few.error.contains("was calibrated on 6 references a mask; this run has 4"))
        let other = try await place.score(
            ["reference": place.reference, "structures": "lung=1,heart=2"], ["--calibration", "model.json"])
        #expect(other.status == 64)
        #expect(other.error.contains("was calibrated for lungs, heart; this run has lung, heart"))
        let measure = try await place.score([:], ["--calibration", "model.json", "--similarity", "mutual-information"])
        #expect(measure.status == 0 && measure.error.contains("the intervals may not hold"))
        let quiet = try await place.score(
            [:], ["--calibration", "model.json", "--similarity", "mutual-information", "--quiet"])
        #expect(
            quiet.error
                == "rca-cli: model.json was calibrated with --similarity registered-correlation: the intervals may not hold\n"
        )
        for (words, message) in [
            (["--alpha", "0.1"], "--alpha needs --threshold or --calibration"),
            (["--threshold", "0.8", "--alpha", "0.001"], "is less than the range of the expected Dice can promise"),
            (["--calibration", "model.json", "--alpha", "0"], "between 0 and 1"),
            (["--calibration", "model.json", "--threshold", "7"], "--threshold is 0 to 1"),
        ] {
            let result = try await place.score([:], words)
            #expect(result.status == 64 && result.error.contains(message))
        }
    }
}
