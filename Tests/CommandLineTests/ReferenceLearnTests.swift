import Foundation
import RCA
import Subprocess
import TestSupport
import Testing

@Suite("rca-cli reference learn", .timeLimit(.minutes(20)))
struct ReferenceLearnTests {
    /// A bundle of phantoms, the fewest that teach.
    static func teachers(_ place: Workplace, bundle: String) async throws {
        let drawn = try await place.run(
            "phantom", "--output", "teachers", "--count", "25", "--size", "128", "--reference-only")
        let built = try await place.run(
            "reference", "build", "--images", "teachers/images", "--labels", "teachers/labels", "--structures",
            PhantomFiles.structures, "--output", bundle)
        #expect(drawn.status == 0 && built.status == 0, "\(drawn.error)\(built.error)")
    }

    private static func place() async throws -> Workplace {
        let place = try await Workplace()
        try await teachers(place, bundle: "plain.rcaref")
        return place
    }

    private static func words(_ output: String, threads: Int) -> [String] {
        [
            "reference", "learn", "plain.rcaref", "--output", output, "--networks", "2", "--steps", "10",
            "--batch-size", "2", "--threads", "\(threads)",
        ]
    }

    private static func learn(_ place: Workplace, _ output: String, threads: Int) async throws -> ProgramResult {
        try await Program.run(words(output, threads: threads), in: place.path)
    }

    @Test(
        "makes the same bundle in one piece by one thread, and stopped by a signal and gone on with by two; scores differ in expected only"
    )
    func learns() async throws {
        let place = try await Self.place()
        let first = try await Self.learn(place, "one.rcaref", threads: 1)
        #expect(first.status == 0, "\(first.error)")
        #expect(first.output.contains("Dice of networks") && first.output.contains("calibration error"))
        #expect(first.error.contains("one.rcaref: 25 references, 2 networks"))
        #expect(!place.exists("one.rcaref.learning"))
        let info = try await place.run("reference", "info", "one.rcaref")
        #expect(info.output.contains("bundle, format 6"))
        #expect(info.output.contains(/\nnetworks +2\n/), "\(info.output)")
        #expect(info.output.hasSuffix("\n" + first.output), "what the networks reached is in the bundle")

        let stopped = try await Program.interrupt(
            Self.words("parts.rcaref", threads: 1) + ["-vv"], in: place.path, with: [.interrupt], after: "step done")
        // A machine may be so fast that nothing is left to stop.
        if stopped.status != 0 {
            #expect(stopped.status == 130, "\(stopped.error)")
            #expect(stopped.error.contains("the same command goes on where it was"))
            #expect(!place.exists("parts.rcaref") && place.exists("parts.rcaref.learning/network-1.state"))
        }
        let rest = try await Self.learn(place, "parts.rcaref", threads: 2)
        #expect(rest.status == 0, "\(rest.error)")
        #expect(try place.bytes("parts.rcaref") == place.bytes("one.rcaref"))
        #expect(!place.exists("parts.rcaref.learning"))

        #expect(try await place.score(["reference": "plain.rcaref", "output": "plain"]).status == 0)
        #expect(try await place.score(["reference": "one.rcaref", "output": "learned"]).status == 0)
        #expect(try place.bytes("plain/rca_dice_scores.csv") == place.bytes("learned/rca_dice_scores.csv"))
        #expect(try place.bytes("plain/rca_structures.csv") != place.bytes("learned/rca_structures.csv"))

        let other = try await place.score(["reference": "one.rcaref", "output": "plain"])
        #expect(other.status == 0, "\(other.error)")
        for table in ["rca_structures.csv", "rca_reliability.csv"] {
            let same = try place.bytes("plain/" + table) == place.bytes("learned/" + table)
            #expect(same, "\(table): rows of a bundle without networks do not count for one with them")
        }
        try await besideFolder(place)
        for classifier in ["free-form-networks", "pair-network"] {
            let own = try await Workplace()
            try await ClassifierTests.checkSameBytes(
                classifier, in: own, with: ["reference": place.file("one.rcaref")])
        }
    }

    /// The same networks in a file beside the folder that the bundle was built from.
    private func besideFolder(_ place: Workplace) async throws {
        let file = "teachers/networks.rcanet"
        let others = ["reference": "teachers", "structures": "lungs=1,other=2"]
        #expect(try await place.score(others.merging(["output": "bare"]) { $1 }).status == 0)
        let kept = try await place.run("reference", "learn", "one.rcaref", "--keep-networks", "--output", file)
        #expect(kept.status == 0, "\(kept.error)")
        #expect(try place.bytes(file).count < 1 << 20)
        #expect(try await place.score(["reference": "teachers", "output": "beside"]).status == 0)
        for table in ["rca_structures.csv", "rca_reliability.csv"] {
            let same = try place.bytes("beside/" + table) == place.bytes("learned/" + table)
            #expect(same, "\(table): the folder with its networks scores as the bundle with them")
        }
        #expect(try await place.score(others.merging(["output": "part"]) { $1 }).status == 0)
        let isSame = try place.bytes("part/rca_structures.csv") == place.bytes("bare/rca_structures.csv")
        #expect(isSame, "networks of other structures are not asked")

        let whole = try place.bytes(file)
        let again = try await place.run("reference", "learn", "teachers", "--keep-networks", "--output", "again.rcanet")
        #expect(again.status == 0, "\(again.error)")
        #expect(try place.bytes("again.rcanet") == whole)
        let own = try await place.run("reference", "learn", "teachers", "--keep-networks", "--output", file)
        #expect(own.status == 0, "what the command wrote there itself it may write anew: \(own.error)")
        for part in ["images", "labels"] { try place.copy("teachers/" + part, to: "copied/" + part) }
        let copy = "copied/networks.rcanet"
        try place.write(whole, to: copy)
        for (words, problem) in [
            (["copied", "--keep-networks", "--output", copy, "--overwrite"], "is in copied, which is read"),
            (
                ["teachers", "--keep-networks", "--output", "again.rcaref"],
                "would be a bundle, and teachers is a folder"
            ),
            (
                ["teachers", "--output", "again.rcaref"],
                "teachers: is a folder, and a bundle is needed; make one of it with"
            ),
            (["masks", "--keep-networks", "--output", "other.rcanet"], "has no networks.rcanet to keep"),
        ] {
            let result = try await Program.run(["reference", "learn"] + words, in: place.path)
            #expect(result.status == 64 && result.error.contains(problem), "\(result.error)")
            #expect(result.error.split(separator: "\n").count == 1, "\(result.error)")
        }
        #expect(try place.bytes(file) == whole)
        var flipped = whole
        flipped[whole.count - 9] ^= 1
        let damages: [(bytes: [UInt8], problem: String)] = [
            (flipped, "does not match its checksum"), (whole.dropLast(2), "bytes instead of \(whole.count)"),
            (Array(whole.prefix(40)), "it ends within its header"), (Array("text".utf8), "is not a file of networks"),
            (whole.prefix(16) + [9, 0, 0, 0] + whole.dropFirst(20), "of format 9; this program reads format 1"),
        ]
        for (bytes, problem) in damages {
            try place.write(Array(bytes), to: file)
            let result = try await place.score(["reference": "teachers", "output": "damaged"])
            #expect(result.status == 64 && result.error.contains("\(file): "), "\(result.error)")
            #expect(result.error.contains(problem) && result.error.split(separator: "\n").count == 1, "\(result.error)")
        }
        try place.write(whole, to: file)
        let name = try #require(try place.names("teachers/images").first)
        for folder in ["images", "labels"] { try place.remove("teachers/\(folder)/\(name)") }
        let fewer = try await place.score(["reference": "teachers", "output": "fewer"])
        #expect(fewer.status == 64, "\(fewer.error)")
        #expect(fewer.error.contains("\(file): was trained on other references than those beside it; "))
    }

    @Test("is not begun twice at the same time")
    func twice() async throws {
        let place = try await Self.place()
        try place.makeFolder("a.rcaref.learning")
        let lock = open(place.file("a.rcaref.learning/training.lock"), O_RDWR | O_CREAT, 0o644)
        defer { close(lock) }
        var region = flock()
        region.l_type = Int16(F_WRLCK)
        // F_OFD_SETLK, which <fcntl.h> hides from Swift.
        try #require(fcntl(lock, 37, &region) == 0)
        let second = try await Self.learn(place, "a.rcaref", threads: 1)
        #expect(second.status == 64, "\(second.error)")
        #expect(second.error.contains("training.lock: another process is working on this training; "))
        #expect(!place.exists("a.rcaref"))
    }

    @Test("sets aside how far a training with other options has come, and says so")
    func otherOptions() async throws {
        let place = try await Self.place()
        let other = Array("RCA training\n\0\0\0of other options".utf8)
        try place.write(other, to: "a.rcaref.learning/network-1.state")
        let learned = try await Self.learn(place, "a.rcaref", threads: 2)
        #expect(learned.status == 0, "\(learned.error)")
        #expect(learned.error.contains("set aside as a.rcaref.learning/network-1.state.old-1"), "\(learned.error)")
        #expect(try place.bytes("a.rcaref.learning/network-1.state.old-1") == other)
        #expect(!place.exists("a.rcaref.learning/network-1.state"))
    }

    @Test("refuses what cannot teach, and what is a person's")
    func refused() async throws {
        let place = try await Self.place()
        let few = try await place.run("reference", "learn", place.bundle, "--output", "few.rcaref")
        #expect(few.status == 64 && few.error.contains("a network needs 25 to learn from"), "\(few.error)")
        let folder = try await place.run("reference", "learn", "teachers", "--output", "a.rcaref")
        #expect(folder.status == 64 && folder.error.split(separator: "\n").count == 1, "\(folder.error)")
        let input = try await place.run("reference", "learn", "plain.rcaref", "--output", "plain.rcaref", "--overwrite")
        #expect(input.status == 64, "\(input.error)")
        try place.write(Array("mine".utf8), to: "mine.rcaref")
        #expect(try await Self.learn(place, "mine.rcaref", threads: 1).status == 64)
        #expect(try place.text("mine.rcaref") == "mine")
        try place.write(Array("mine".utf8), to: "b.rcaref.learning/network-1.state")
        let taken = try await Self.learn(place, "b.rcaref", threads: 1)
        #expect(taken.status == 64 && taken.error.contains("no checkpoint of a training"), "\(taken.error)")
        #expect(try place.text("b.rcaref.learning/network-1.state") == "mine")
        for option in [["--networks", "1"], ["--steps", "3"], ["--batch-size", "0"], ["--threads", "0"]] {
            let result = try await Program.run(
                ["reference", "learn", "plain.rcaref", "--output", "c.rcaref"] + option, in: place.path)
            #expect(result.status == 64, "\(option)")
        }
    }
}
