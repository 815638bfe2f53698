import RCA
import Reporting
import TestSupport
import Testing

@Suite("rca-cli score --classifier")
struct ClassifierTests {
    private static let named = ["affine", "forest", "pair-network-new"]

    @Test("gives the same bytes by one thread, by several, in shards, and started again", arguments: named)
    func sameBytes(classifier: String) async throws {
        let place = try await Workplace()
        try await Self.checkSameBytes(classifier, in: place)
        #expect(try place.record().parameters.contains(RunParameter("classifier", .text(classifier))))

        // Beside the classifier of the published scores: another published column, the same verdicts.
        try await #expect(place.score(["output": "free"], ["--quiet"]).status == 0)
        #expect(try place.bytes("free/rca_reliability.csv") == place.bytes("out/rca_reliability.csv"))
        #expect(try place.bytes("free/rca_dice_scores.csv") != place.bytes("out/rca_dice_scores.csv"))
        #expect(try !place.record("free").parameters.contains { $0.name == "classifier" })
    }

    @Test("free-form is the run that says nothing, and goes on with it")
    func freeForm() async throws {
        let place = try await Workplace()
        try await #expect(place.score().status == 0)
        let result = try await place.score([:], ["--classifier", "free-form"])
        #expect(result.status == 0 && result.error.contains("going on"), "\(result.error)")
    }

    @Test("begins anew with another one, and merges no shards of two")
    func settings() async throws {
        let place = try await Workplace()
        try await #expect(place.score([:], ["--classifier", "affine"]).status == 0)
        let other = try await place.score([:], ["--classifier", "forest"])
        #expect(other.status == 0)
        #expect(
            other.error.contains("3 entries do not count for this run (classifier was affine, is forest)"),
            "\(other.error)")
        try await #expect(place.score(["output": "two"], ["--shard", "1/2"]).status == 0)
        try await #expect(
            place.score(["output": "two"], ["--shard", "2/2", "--classifier", "affine"]).status == 0)
        let merge = try await place.run("merge", "two")
        #expect(merge.status == 64 && merge.error.contains("classifier"), "\(merge.error)")
    }

    @Test("that needs networks is refused for a bundle without, before the first case and before a job is submitted")
    func refused() async throws {
        let place = try await Workplace()
        let result = try await place.score([:], ["--classifier", "pair-network"])
        #expect(result.status == 64 && result.error.split(separator: "\n").count == 1, "\(result.error)")
        #expect(result.error.contains("has no networks, which --classifier pair-network needs"))
        #expect(!place.exists("out"))
        let submit = try await Program.run(
            ["slurm", "submit", "--shards", "2", "--"] + place.scoreWords([:], ["--classifier", "pair-network"]),
            in: place.path)
        #expect(submit.status == 64 && submit.error.contains("has no networks"), "\(submit.error)")
        let unknown = try await place.score([:], ["--classifier", "oracle"])
        #expect(unknown.status == 64 && unknown.error.contains("pair-network-new"), "\(unknown.error)")
    }

    @Test("shows in the report the mask as it labels the best reference")
    func report() async throws {
        let place = try await Workplace()
        try await #expect(place.score([:], ["--classifier", "forest", "--report", "--quiet"]).status == 0)
        try await #expect(place.score(["output": "free"], ["--report", "--quiet"]).status == 0)
        let (forest, free) = (try place.text("out/report.html"), try place.text("free/report.html"))
        #expect(forest.contains("best reference") && forest.contains("classifier"))
        #expect(!forest.contains("published Dice") && free != forest)
    }

    /// Whole into `whole`, and in shards into `out`.
    static func checkSameBytes(
        _ classifier: String, in place: Workplace, with options: [String: String] = [:]
    ) async throws {
        let words = ["--classifier", classifier, "--details", "--quiet"]
        let whole = options.merging(["output": "whole"]) { $1 }
        try await #expect(place.score(whole, words + ["--threads", "1"]).status == 0)
        for index in 1...2 {
            let shard = try await place.score(options, words + ["--shard", "\(index)/2"])
            #expect(shard.status == 0, "\(shard.error)")
        }
        try await #expect(place.run("merge", "out").status == 0)
        let first = try place.text("whole/journal/shard-0001-of-0001.journal")
        try place.remove("whole/rca_structures.csv")
        try await #expect(place.score(whole, words + ["--threads", "3"]).status == 0)
        let again = try place.text("whole/journal/shard-0001-of-0001.journal")
        func cases(_ journal: String) -> Int { journal.split(separator: "\n").count { $0.hasPrefix("case\t") } }
        #expect(cases(first) == 3 && cases(again) == 3)
        for table in ShardTests.tables { #expect(try place.bytes("out/" + table) == place.bytes("whole/" + table)) }
    }
}
