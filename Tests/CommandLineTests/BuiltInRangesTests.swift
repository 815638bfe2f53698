import Foundation
import RCA
import Reporting
import Tables
import TestSupport
import Testing

@Suite("rca-cli score with a threshold alone")
struct BuiltInRangesTests {
    /// Three masks, and references that are enough for ranges.
    private func place() async throws -> Workplace {
        let place = try await Workplace()
        try await place.drawReferences()
        return place
    }

    private func score(
        _ place: Workplace, _ output: String = "out", _ words: [String] = ["--threshold", "0.8"]
    ) async throws -> ProgramResult {
        try await place.score(["reference": "many", "output": output], words)
    }

    private func rows(_ place: Workplace, _ output: String = "out") throws -> [IntervalFields] {
        try CalibratedPlace.intervals(in: place, output)
    }

    /// `expected`, `lower` and `upper` of a table, by mask and structure.
    private func expected(_ place: Workplace, _ name: String) throws -> [String: [Float?]] {
        let table = try CSVTable(bytes: place.bytes(name), source: name)
        let structure = try table.column(ifPresent: "structure")
        let columns = try ["expected", "lower", "upper"].map { try table.column(named: $0) }
        return Dictionary(
            uniqueKeysWithValues: try table.rows.map { row in
                let part = try structure.map { try table.text(inRow: row, column: $0) } ?? "mean"
                return (
                    try table.text(inRow: row, column: 0) + " " + part,
                    try columns.map { try table.number(inRow: row, column: $0) }
                )
            })
    }

    @Test("decides by the range of the expected Dice, of each structure and of the mean")
    func ranges() async throws {
        let place = try await place()
        try await #expect(score(place, "plain", []).status == 0)
        let result = try await score(place)
        #expect(result.status == 0 && result.error.contains("by mean: accept "), "\(result.error)")
        let means = #/mean expected Dice 0\.\d{3} \(each ± 0\.\d{3}\), published 0\.\d{3}, \d below 0\.7/#
        #expect(result.error.contains(means), "\(result.error)")
        for name in ["rca_dice_scores.csv", "rca_structures.csv", "rca_reliability.csv"] {
            #expect(try place.bytes("out/" + name) == place.bytes("plain/" + name))
        }
        let known = try expected(place, "out/rca_structures.csv").merging(expected(place, "out/rca_reliability.csv")) {
            $1
        }
        let rows = try rows(place)
        #expect(rows.count == 9 && Set(rows.map(\.structure)) == ["lungs", "heart", "mean"])
        for row in rows { #expect(known[row.fname + " " + row.structure] == [row.predicted, row.lower, row.upper]) }
        let record = try place.record()
        #expect(record.parameters.contains(RunParameter("threshold", .number(0.8))))
        #expect(record.parameters.contains(RunParameter("alpha", .number(0.1))))
        #expect(!record.parameters.contains { $0.name == "calibration" })
    }

    @Test("accepts what is reliable and wholly above the threshold, and rejects what is wholly below")
    func decisions() async throws {
        let place = try await place()
        let cases = place.phantoms + "/cases/predictions/"
        for damage in ["boundary_1", "boundary_5", "missing_heart"] { try place.copy(cases + damage, to: damage) }
        let result = try await place.score(
            ["reference": "many", "masks": "boundary_1"],
            ["--masks", "boundary_5", "missing_heart", "--threshold", "0.8"])
        #expect(result.status == 0, "\(result.error)")
        var decisions: [String: Int] = [:]
        for damage in ["boundary_1", "boundary_5", "missing_heart"] {
            let reliable = Set(
                try place.text("out/\(damage)/rca_reliability.csv").split(separator: "\n")
                    .filter { $0.contains(",reliable,") }.map { String($0.prefix { $0 != "," }) })
            for row in try rows(place, "out/" + damage) {
                let (lower, upper) = try (#require(row.lower), #require(row.upper))
                let isAccepted = lower > 0.8 && reliable.contains(row.fname)
                #expect(row.decision == (upper < 0.8 ? "reject" : isAccepted ? "accept" : "review"))
                decisions[row.decision, default: 0] += 1
            }
        }
        #expect(decisions["accept", default: 0] > 0 && decisions["reject", default: 0] > 0, "\(decisions)")
    }

    @Test("gives wider ranges for a smaller alpha, and leaves those of the other tables at nine in ten")
    func alpha() async throws {
        let place = try await place()
        var widths: [[Float]] = []
        for alpha in ["0.3", "0.1", "0.02"] {
            let result = try await score(place, alpha, ["--threshold", "0.8", "--alpha", alpha])
            #expect(result.status == 0, "\(result.error)")
            widths.append(try rows(place, alpha).map { try #require($0.upper) - #require($0.lower) })
            #expect(try place.bytes("0.3/rca_structures.csv") == place.bytes(alpha + "/rca_structures.csv"))
        }
        for (narrow, wide) in zip(widths, widths.dropFirst()) {
            #expect(zip(narrow, wide).allSatisfy { $0 <= $1 } && narrow != wide)
        }
    }

    @Test("of another threshold or alpha scores anew, of the same goes on; shards and one process give the same bytes")
    func resumed() async throws {
        let place = try await place()
        let words = ["--threshold", "0.8", "--alpha", "0.2"]
        try await #expect(score(place, "out", words).status == 0)
        let whole = try place.bytes("out/rca_intervals.csv")
        let again = try await score(place, "out", words)
        #expect(again.status == 0 && !again.error.contains("do not count"), "\(again.error)")
        let journal = try place.text("out/journal/shard-0001-of-0001.journal")
        #expect(journal.matches(of: /\tscored\t/).count == 3)
        #expect(try place.bytes("out/rca_intervals.csv") == whole)
        for other in [["--threshold", "0.8", "--alpha", "0.05"], ["--threshold", "0.95", "--alpha", "0.2"]] {
            let result = try await score(place, "out", other)
            #expect(
                result.status == 0 && result.error.contains("3 entries do not count for this run"), "\(result.error)")
            #expect(try place.bytes("out/rca_intervals.csv") != whole)
        }
        for shard in ["1/2", "2/2"] {
            try await #expect(score(place, "parts", words + ["--shard", shard]).status == 0)
        }
        try await #expect(place.run("merge", "parts").status == 0)
        #expect(try place.bytes("parts/rca_intervals.csv") == whole)
    }

    @Test("of one structure of two gives the mean its range at any alpha")
    func oneStructure() async throws {
        let place = try await place()
        try await place.buildReferences("ref.rcaref")
        for alpha in ["0.1", "0.3"] {
            let words = ["reference": "ref.rcaref", "structures": "lungs=1", "output": alpha]
            let result = try await place.score(
                words, ["--ignore-labels", "2", "--threshold", "0.8", "--alpha", alpha])
            #expect(result.status == 0, "\(result.error)")
            let rows = try rows(place, alpha)
            #expect(rows.map(\.structure) == ["lungs", "mean", "lungs", "mean", "lungs", "mean"])
            for (lungs, mean) in zip(rows, rows.dropFirst()) where lungs.fname == mean.fname {
                #expect(lungs.lower == mean.lower && lungs.upper == mean.upper && lungs.upper != nil)
            }
        }
    }

    @Test("is refused in a line where the references are too few to know their errors")
    func tooFew() async throws {
        let place = try await Workplace()
        let result = try await place.score([:], ["--threshold", "0.8"])
        #expect(result.status == 64)
        #expect(
            result.error.hasPrefix("rca-cli: \(place.bundle): has too few references to know how far an expected Dice"),
            "\(result.error)")
        #expect(!place.exists("out/rca_intervals.csv"))
    }
}
