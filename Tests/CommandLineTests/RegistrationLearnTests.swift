import Foundation
import RCA
import TestSupport
import Testing

@Suite("rca-cli reference learn --registration", .timeLimit(.minutes(20)))
struct RegistrationLearnTests {
    private static func place() async throws -> Workplace {
        let place = try await Workplace()
        try await ReferenceLearnTests.teachers(place, bundle: "plain.rcaref")
        return place
    }

    private static func words(_ output: String, threads: Int, network: String = "ac-regnet") -> [String] {
        [
            "reference", "learn", "plain.rcaref", "--output", output, "--registration", network, "--steps", "10",
            "--batch-size", "2", "--threads", "\(threads)",
        ]
    }

    @Test(
        "makes the same bundle in one piece by one thread, and stopped by a signal and gone on with by two; score, segment and register use it where they are told to"
    )
    func learns() async throws {
        let place = try await Self.place()
        let first = try await Program.run(Self.words("one.rcaref", threads: 1), in: place.path)
        #expect(first.status == 0, "\(first.error)")
        #expect(first.output.contains("AC-RegNet") && first.output.contains("learned from"), "\(first.output)")
        #expect(first.error.contains("one.rcaref: 25 references, registered by AC-RegNet"))
        #expect(!place.exists("one.rcaref.learning"))
        let info = try await place.run("reference", "info", "one.rcaref")
        #expect(info.output.contains("bundle, format 6"))
        #expect(info.output.contains(/\nlearned registration +AC-RegNet\n/), "\(info.output)")

        let stopped = try await Program.interrupt(
            Self.words("parts.rcaref", threads: 1) + ["-vv"], in: place.path, with: [.interrupt],
            after: "network=AC-RegNet")
        // A machine may be so fast that nothing is left to stop.
        if stopped.status != 0 {
            #expect(stopped.status == 130, "\(stopped.error)")
            #expect(!place.exists("parts.rcaref") && place.exists("parts.rcaref.learning/registration.state"))
            #expect(place.exists("parts.rcaref.learning/autoencoder.state"))
        }
        let rest = try await Program.run(Self.words("parts.rcaref", threads: 2), in: place.path)
        #expect(rest.status == 0, "\(rest.error)")
        #expect(try place.bytes("parts.rcaref") == place.bytes("one.rcaref"))
        #expect(!place.exists("parts.rcaref.learning"))
        try await scores(place)
        try await segments(place)
        try await registers(place)
    }

    /// The bundle scores as before until it is asked; then alike for any threads and shards, and gone on with.
    private func scores(_ place: Workplace) async throws {
        #expect(try await place.score(["reference": "plain.rcaref", "output": "plain"]).status == 0)
        #expect(try await place.score(["reference": "one.rcaref", "output": "held"]).status == 0)
        let tables = ["rca_dice_scores.csv", "rca_structures.csv"]
        for table in tables { #expect(try place.bytes("plain/" + table) == place.bytes("held/" + table)) }
        let learned = ["reference": "one.rcaref", "classifier": "ac-regnet"]
        let whole = try await place.score(learned.merging(["output": "whole", "threads": "1"]) { $1 })
        #expect(whole.status == 0, "\(whole.error)")
        #expect(try place.bytes("plain/" + tables[0]) != place.bytes("whole/" + tables[0]))
        #expect(try place.text("whole/rca_run.json").contains("ac-regnet"))
        for shard in ["1/2", "2/2"] {
            let part = try await place.score(
                learned.merging(["output": "parts", "threads": "2", "shard": shard]) { $1 })
            #expect(part.status == 0, "\(part.error)")
        }
        #expect(try await place.run("merge", "parts").status == 0)
        for table in tables { #expect(try place.bytes("whole/" + table) == place.bytes("parts/" + table)) }

        let missing = try await place.score(
            ["reference": "plain.rcaref", "classifier": "ac-regnet", "output": "missing"])
        #expect(missing.status == 64 && missing.error.contains("has no network that registers (AC-RegNet)"))
        let other = try await place.score(["reference": "one.rcaref", "classifier": "regnet", "output": "other"])
        #expect(other.status == 64 && other.error.contains("holds AC-RegNet, not RegNet"), "\(other.error)")
    }

    private func segments(_ place: Workplace) async throws {
        #expect(try await place.segment(["reference": "plain.rcaref", "output": "drawn"]).status == 0)
        let words = ["reference": "one.rcaref", "registration": "ac-regnet", "output": "carried"]
        let first = try await place.segment(words)
        #expect(first.status == 0, "\(first.error)")
        let maps = try place.labelMaps("carried")
        #expect(try !maps.isEmpty && maps == place.labelMaps("drawn"))
        #expect(try maps.contains { try place.bytes("carried/" + $0) != place.bytes("drawn/" + $0) })
        #expect(try place.text("carried/rca_run.json").contains("ac-regnet"))
        let drawn = try place.results("carried")
        let again = try await place.segment(words, ["--threads", "1"])
        #expect(again.status == 0, "\(again.error)")
        #expect(try place.results("carried") == drawn)
        let free = try await place.segment(["reference": "one.rcaref", "output": "carried"])
        #expect(free.status == 0, "\(free.error)")
        #expect(try place.results("carried") == place.results("drawn"), "other settings make every image again")
        let missing = try await place.segment(
            ["reference": "plain.rcaref", "registration": "ac-regnet", "output": "missing"])
        #expect(missing.status == 64 && missing.error.contains("has no network that registers"))
    }

    private func registers(_ place: Workplace) async throws {
        let names = try place.names("teachers/images").sorted()
        func register(_ more: [String]) async throws -> ProgramResult {
            try await Program.run(
                [
                    "register", "--fixed", "teachers/images/" + names[0], "--moving", "teachers/images/" + names[1],
                    "--overwrite", "--output", "pair",
                ] + more, in: place.path)
        }
        let result = try await register(["--method", "ac-regnet", "--reference", "one.rcaref"])
        #expect(result.status == 0, "\(result.error)")
        let field = try place.bytes("pair/displacement.npy")
        #expect(try await register([]).status == 0)
        #expect(try place.bytes("pair/displacement.npy") != field)
        let none = try await register(["--method", "ac-regnet"])
        #expect(none.status == 64 && none.error.contains("needs a bundle whose network registers"), "\(none.error)")
    }

    @Test("refuses options that do not go together, what cannot teach, and what is a person's")
    func refused() async throws {
        let place = try await Self.place()
        for option in [
            ["--networks", "3"], ["--keep-networks"], ["--steps", "3"], ["--batch-size", "12"], ["--batch-size", "1"],
            ["--registration", "voxelmorph"], ["--schedule", "endless"],
        ] {
            let result = try await Program.run(
                Self.words("c.rcaref", threads: 1, network: "regnet") + option, in: place.path)
            #expect(result.status == 64, "\(option): \(result.error)")
        }
        for option in [["--augment"], ["--schedule", "published"]] {
            let result = try await Program.run(
                ["reference", "learn", "plain.rcaref", "--output", "c.rcaref"] + option, in: place.path)
            #expect(result.status == 64 && result.error.contains("needs --registration"), "\(result.error)")
        }
        let few = try await Program.run(
            ["reference", "learn", place.bundle, "--output", "few.rcaref", "--registration", "regnet"], in: place.path)
        #expect(few.status == 64 && few.error.contains("a network needs 25 to learn from"), "\(few.error)")
        try place.write(Array("mine".utf8), to: "b.rcaref.learning/registration.state")
        let taken = try await Program.run(Self.words("b.rcaref", threads: 1, network: "regnet"), in: place.path)
        #expect(taken.status == 64 && taken.error.contains("no checkpoint of a training"), "\(taken.error)")
        #expect(try place.text("b.rcaref.learning/registration.state") == "mine")
        #expect(!place.exists("c.rcaref"))
    }
}
