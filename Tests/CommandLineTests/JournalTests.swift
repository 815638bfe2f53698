import Foundation
import RCA
import Reporting
import TestSupport
import Testing

@Suite("A run started again")
struct JournalTests {
    private static let journal = "out/journal/shard-0001-of-0001.journal"

    /// The names in the journal's `case` lines, in their order.
    private func cases(_ place: Workplace) throws -> [String] {
        let lines = try place.text(Self.journal).split(separator: "\n")
        return lines.filter { $0.hasPrefix("case\t") }.map { line in String(line.split(separator: "\t")[2]) }
    }

    @Test("does nothing twice, and writes the same tables")
    func again() async throws {
        let place = try await ShardTests.manyCases()
        _ = try await place.score()
        let first = try place.bytes("out/rca_structures.csv")
        let done = try cases(place)
        try place.remove("out/rca_structures.csv")
        let result = try await place.score()
        #expect(result.status == 2 && result.error.contains("going on"), "\(result.error)")
        #expect(try place.bytes("out/rca_structures.csv") == first)
        #expect(try cases(place) == done)
    }

    @Test("does again what has changed, adds what is new, keeps and says what is gone")
    func changes() async throws {
        let place = try await Workplace()
        try await #expect(place.score().status == 0)
        let names = PhantomFiles.names
        try place.copy(place.phantoms + "/cases/predictions/eroded/" + names[0], to: "masks/" + names[0])
        try place.remove("masks/" + names[1])
        try place.remove("images/" + names[1])
        try place.copy(place.phantoms + "/cases/images/" + names[1], to: "images/new.png")
        try place.copy(place.phantoms + "/cases/predictions/eroded/" + names[1], to: "masks/new.png")
        let gone = try place.text("out/rca_dice_scores.csv").split(separator: "\n").first { $0.hasPrefix(names[1]) }
        let result = try await place.score()
        #expect(result.status == 0 && result.error.contains("\n  1 result of files that are gone is kept\n"))
        #expect(try cases(place).sorted() == ["new.png", names[0]] + names)
        try await #expect(place.score(["output": "fresh"]).status == 0)
        let kept = try place.text("out/rca_dice_scores.csv").split(separator: "\n").filter { $0 != gone }
        #expect(try kept == place.text("fresh/rca_dice_scores.csv").split(separator: "\n"))
        #expect(
            try place.record().counts == RunRecord.Counts(images: 3, cases: 4, scored: 4, failed: 0, notRun: 0, kept: 1)
        )
    }

    @Test("takes a file that was only copied anew for the same")
    func copied() async throws {
        let place = try await Workplace()
        try await #expect(place.score().status == 0)
        let name = "masks/" + PhantomFiles.names[0]
        try place.write(place.bytes(name), to: name)
        try await #expect(place.score().status == 0)
        #expect(try cases(place).sorted() == PhantomFiles.names)
    }

    @Test("tries again what could not be read, and settles what was wrong")
    func failures() async throws {
        let place = try await Workplace()
        try place.remove("masks/" + PhantomFiles.names[0])
        try place.link("masks/" + PhantomFiles.names[0], to: "nowhere.png")
        try place.write([1, 2, 3], to: "masks/" + PhantomFiles.names[1])
        try await #expect(place.score().status == 2)
        try place.copy(place.phantoms + "/cases/predictions/eroded/" + PhantomFiles.names[0], to: "masks/nowhere.png")
        try place.copy(place.phantoms + "/cases/images/" + PhantomFiles.names[0], to: "images/nowhere.png")
        try await #expect(place.score().status == 2)
        #expect(try place.record().failures.map(\.fname) == [PhantomFiles.names[1]])
        let done = try cases(place)
        #expect(done.count { $0 == PhantomFiles.names[1] } == 1)
    }

    @Test("with other settings begins anew, says so, and keeps the old rows")
    func settings() async throws {
        let place = try await Workplace()
        try await #expect(place.score().status == 0)
        let old = try place.bytes(Self.journal)
        let result = try await place.score([:], ["--references-per-case", "2"])
        #expect(result.status == 0)
        #expect(result.error.contains("3 entries do not count for this run (references-per-case was 20, is 2)"))
        #expect(try place.bytes(Self.journal + ".old-1") == old)
    }

    @Test("with other settings says which results of files that are gone are no longer in the tables")
    func settingsAndGone() async throws {
        let place = try await Workplace()
        try await #expect(place.score().status == 0)
        for folder in ["masks", "images"] { try place.remove("\(folder)/\(PhantomFiles.names[1])") }
        let result = try await place.score([:], ["--references-per-case", "2"])
        #expect(
            result.status == 0
                && result.error.contains(
                    "1 result of files that are gone, made with other settings, is no longer in the tables, but in "
                        + "out/\(Self.journal.split(separator: "/").dropFirst().joined(separator: "/")).old-1\n"),
            "\(result.error)")
    }

    @Test("drops a torn last line and a damaged one, and does those cases again")
    func torn() async throws {
        let place = try await Workplace()
        try await #expect(place.score().status == 0)
        let scores = try place.bytes("out/rca_structures.csv")
        var lines = try place.text(Self.journal).split(separator: "\n", omittingEmptySubsequences: false).map(
            String.init)
        let first = try #require(lines.firstIndex { $0.hasPrefix("case") })
        lines[first] = lines[first].replacingOccurrences(of: "lungs", with: "lunge")
        lines.removeLast(2)  // The newline behind `complete`, and that line.
        let text = lines.joined(separator: "\n")
        try place.write(Array(text.utf8.dropLast(30)), to: Self.journal)
        let result = try await place.score()
        #expect(result.status == 0)
        #expect(result.error.contains("1 damaged line dropped"), "\(result.error)")
        #expect(try place.bytes("out/rca_structures.csv") == scores)
        #expect(try cases(place).count == 4, "the damaged line, its second, and the two others")
    }

    @Test("after fifty kills at random moments has the bytes of an undisturbed run, and did no case twice")
    func killed() async throws {
        let place = try await ShardTests.manyCases(400)
        try await #expect(place.score(["output": "whole"], ["--details", "--quiet"]).status == 2)
        var random = SystemRandomNumberGenerator()
        let words = place.scoreWords([:], ["--details", "--quiet", "--threads", "2"])
        // `timeout` does not wait for the process that it kills, which may have its lock for a moment more.
        let stillThere = "is working on this shard"
        var kills = 0
        for _ in 0..<400 where kills < 50 {
            let seconds = Double.random(in: 0.02...0.26, using: &random)
            let result = try await Program.run(
                words, in: place.path, prefix: ["timeout", "--signal=KILL", "\(seconds)"])
            if result.status == 137 {
                kills += 1
            } else if !result.error.contains(stillThere) {
                // It was done before it was killed: there is nothing left to disturb.
                try place.remove("out")
            }
        }
        #expect(kills == 50)
        var last = try await Program.run(words, in: place.path)
        for _ in 0..<100 where last.error.contains(stillThere) {
            try await Task.sleep(for: .milliseconds(100))
            last = try await Program.run(words, in: place.path)
        }
        #expect(last.status == 2, "\(last.error)")
        for table in ShardTests.tables { #expect(try place.bytes("out/" + table) == place.bytes("whole/" + table)) }
        let done = try cases(place)
        #expect(Set(done).count == done.count, "a case was done twice")
    }
}
