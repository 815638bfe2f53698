import Foundation
import RCA
import TestSupport
import Testing

@Suite("Several tables of a truth, for the sub-folders of one run")
struct TruthOrderTests {
    /// A run that was given `m/zeta` before `m/alpha`.
    private func place(hasRecord: Bool = true) async throws -> Workplace {
        let place = try await Workplace(isEmpty: true)
        for (folder, shift) in [("zeta", 0.0), ("alpha", 0.05)] {
            try place.writeScores("o/" + folder, shift: shift)
            try place.writeTruth("k/\(folder).csv", place.truthRows(shift: 2 * shift))
            if hasRecord {
                try place.writeRecord("o/" + folder, masks: "m/" + folder, all: ["m/zeta", "m/alpha"])
            }
        }
        try place.copy("k/zeta.csv", to: "first.csv")
        try place.copy("k/alpha.csv", to: "second.csv")
        return place
    }

    private func evaluate(_ place: Workplace, _ truth: String...) async throws -> ProgramResult {
        try await Program.run(
            ["evaluate", "--scores", "o", "--resamples", "0", "--format", "csv"] + truth.flatMap { ["--truth", $0] },
            in: place.path)
    }

    @Test("are taken in the order in which the run was given their masks, and it is said which serves which")
    func order() async throws {
        let place = try await place()
        let named = try await evaluate(place, "k")
        let ordered = try await evaluate(place, "first.csv", "second.csv")
        #expect(named.status == 0 && ordered.status == 0, "\(named.error)\(ordered.error)")
        #expect(named.output == ordered.output)
        #expect(
            ordered.error.contains("The truth is taken from first.csv for zeta, second.csv for alpha: the order of"),
            "\(ordered.error)")
        // Tables that are called like the sub-folders, in any order.
        let called = try await evaluate(place, "k/alpha.csv", "k/zeta.csv")
        #expect(called.output == named.output, "\(called.error)")
    }

    @Test("are so where one option names all masks, and where shards are merged")
    func runs() async throws {
        let place = try await Workplace()
        try place.copy("masks", to: "m/zeta")
        try place.copy(place.phantoms + "/cases/predictions/missing_lung", to: "m/alpha")
        for (file, dice) in [("first.csv", 0.9), ("second.csv", 0.5)] {
            try place.writeTruth(file, PhantomFiles.names.flatMap { ["\($0),lungs,\(dice)", "\($0),heart,\(dice)"] })
        }
        func score(_ output: String, _ more: String...) async throws {
            var words = place.scoreWords(["masks": "m/zeta", "output": output], more)
            let masks = try #require(words.firstIndex(of: "m/zeta"))
            words.insert("m/alpha", at: masks + 1)
            #expect(try await Program.run(words, in: place.path).status == 0)
        }
        try await score("o")
        for shard in ["1/2", "2/2"] { try await score("shards", "--shard", shard) }
        #expect(try await place.run("merge", "shards").status == 0)
        for output in ["o", "shards"] {
            let result = try await place.run(
                "evaluate", "--scores", output, "--truth", "first.csv", "--truth", "second.csv", "--resamples", "0")
            #expect(result.status == 0, "\(result.error)")
            #expect(
                (result.output + result.error).contains("first.csv for zeta, second.csv for alpha"),
                "\(result.output)\(result.error)")
        }
    }

    @Test("are refused where one is called like the folder that another would be taken for")
    func misleadingName() async throws {
        let place = try await place()
        let result = try await evaluate(place, "first.csv", "k/zeta.csv")
        #expect(result.status == 64, "\(result.error)")
        #expect(
            result.error.hasPrefix(
                "rca-cli: k/zeta.csv: is called like zeta, and would be taken for alpha by the order of --masks; "),
            "\(result.error)")
    }

    @Test("are refused where the order is not recorded")
    func unknown() async throws {
        let place = try await place(hasRecord: false)
        let result = try await evaluate(place, "first.csv", "second.csv")
        #expect(
            result.status == 64
                && result.error.hasPrefix(
                    "rca-cli: --truth: is given 2 times, and in which order alpha, zeta were scored is not recorded; "),
            "\(result.error)")
        #expect(try await evaluate(place, "k/zeta.csv", "k/alpha.csv").status == 0)
    }

    @Test("and masks that are given for the scores of others, by the record, are refused")
    func masks() async throws {
        let place = try await place()
        let result = try await place.run(
            "evaluate", "--scores", "o/zeta", "--scores", "o/alpha", "--masks", "m/alpha", "--masks", "m/zeta",
            "--truth-masks", "drawn", "--structures", "lungs=1")
        #expect(result.status == 64, "\(result.error)")
        #expect(
            result.error
                == "rca-cli: --masks: m/alpha is given for o/zeta, whose rca_run.json names m/zeta; "
                + "give the masks in the order of --scores\n")
    }
}
