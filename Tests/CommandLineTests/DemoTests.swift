import RCA
import TestSupport
import Testing

@Suite("rca-cli demo")
struct DemoTests {
    @Test("prints a table whose predictions follow the truth, and keeps the files")
    func table() async throws {
        let place = try await Workplace(isEmpty: true)
        try await place.drawReferences()
        let result = try await place.run("demo", "--reference", "many", "--count", "1", "--output", "d")
        #expect(result.status == 0)
        let rows = result.output.split(separator: "\n").map {
            $0.split(separator: " ", omittingEmptySubsequences: true)
        }
        let figures = rows.compactMap { row -> (predicted: Double, truth: Double)? in
            guard row.count >= 6, let predicted = Double(row[1]), let truth = Double(row[4]) else { return nil }
            let ends = row[2].split(separator: "–").compactMap { Double($0) }
            #expect(ends.count == 2 && ends[0] <= predicted && predicted <= ends[1] && Double(row[3]) != nil)
            return (predicted, truth)
        }
        #expect(figures.count == 18)
        #expect(figures.map(\.truth) == figures.map(\.truth).sorted(by: >))
        #expect(correlation(figures.map { ($0.predicted, $0.truth) }) > 0.9)
        #expect(result.error.contains("The scores in the published format: d/scores/*/rca_dice_scores.csv\n"))
        #expect(try place.scores("d/scores/empty").values.map { $0 } == [0])
    }

    @Test("takes the place of an earlier demonstration, and of nothing else")
    func earlier() async throws {
        let place = try await Workplace()
        try await place.drawReferences()
        let words = ["demo", "--reference", "many", "--count", "1", "--output", "d"]
        try await #expect(place.score(["output": "d/scores"], ["--quiet"]).status == 0)
        let before = try OutputGuardTests.bytes(below: place.file("d"))
        let refused = try await Program.run(words, in: place.path)
        #expect(
            refused.status == 64
                && refused.error.contains(
                    "d/scores: holds results of other masks than a demonstration's; choose another"),
            "\(refused.error)")
        #expect(try OutputGuardTests.bytes(below: place.file("d")) == before)
        try place.remove("d")
        for _ in 0..<2 { try await #expect(Program.run(words, in: place.path).status == 0) }
    }

    @Test("without its reference set says how to give one; onto a full device it does not end well")
    func bad() async throws {
        let place = try await Workplace(isEmpty: true)
        let missing = try await place.run("demo", "--count", "1")
        #expect(missing.status == 64)
        #expect(missing.error.hasPrefix("rca-cli: Reference: "), "\(missing.error)")
        let script = "\"$@\" > /dev/full"
        let full = try await place.run("reference", "info", place.bundle, prefix: ["sh", "-c", script, "sh"])
        #expect(full.status == 2)
        #expect(full.error == "rca-cli: standard output cannot be written (no space left on device)\n")
    }

    private func correlation(_ pairs: [(Double, Double)]) -> Double {
        let count = Double(pairs.count)
        let mean = (pairs.reduce(0) { $0 + $1.0 } / count, pairs.reduce(0) { $0 + $1.1 } / count)
        let products = pairs.reduce(0) { $0 + ($1.0 - mean.0) * ($1.1 - mean.1) }
        let squares = pairs.reduce((0.0, 0.0)) {
            ($0.0 + ($1.0 - mean.0) * ($1.0 - mean.0), $0.1 + ($1.1 - mean.1) * ($1.1 - mean.1))
        }
        return products / (squares.0 * squares.1).squareRoot()
    }
}
