import Foundation
import RCA
import Reporting
import Tables
import Testing

@Suite("rca-cli score writes")
struct ScoreFilesTests {
    @Test("the published table, the structures and the record, and says nothing on stdout")
    func allWell() async throws {
        let place = try await Workplace()
        let result = try await place.score()
        #expect(result.status == 0)
        #expect(result.output == "")
        #expect(result.error.contains("masks: 3 masks scored, mean expected Dice 0."))
        let means = #/ 0\.\d{3}, published 0\.\d{3}, \d below 0\.7, \d below 0\.9\n/#
        #expect(result.error.contains(means), "\(result.error)")
        #expect(result.error.hasSuffix("written to out\n"))
        #expect(
            try place.names("out") == [
                "journal", "rca_audit.csv", "rca_audit.json", "rca_dice_scores.csv", "rca_reliability.csv",
                "rca_run.json", "rca_structures.csv",
            ])
        let lines = try place.text("out/rca_dice_scores.csv").split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.first == "fname,dice" && lines.last == "")
        let files: [String] = lines.dropFirst().dropLast().map { String($0.prefix { $0 != "," }) }
        #expect(files == PhantomFiles.names)
        let structures = try place.text("out/rca_structures.csv").split(separator: "\n")
        #expect(structures.first == "fname,structure,dice,reference,mean,median,best,consensus,expected,lower,upper")
        let named = structures.dropFirst().map { $0.split(separator: ",").prefix(2).joined(separator: " ") }
        let expected: [String] = PhantomFiles.names.flatMap { [$0 + " lungs", $0 + " heart"] }
        #expect(named == expected)
        let record = try place.record()
        #expect(record.ending == .complete)
        #expect(record.counts == RunRecord.Counts(images: 3, cases: 3, scored: 3, failed: 0, notRun: 0))
        #expect(record.failures.isEmpty && record.failuresByKind.isEmpty && record.warnings.isEmpty)
        #expect(record.reference.count == 6 && record.reference.digest.count == 64)
        #expect(record.command.dropFirst() == place.scoreWords()[...])
        let parameters = Dictionary(uniqueKeysWithValues: record.parameters.map { ($0.name, $0.value) })
        #expect(parameters["structures"] == .text("lungs=1,heart=2"))
        #expect(parameters["references-per-case"] == .integer(20))
        #expect(parameters["details"] == .flag(false))
        #expect(record.cost.cpuSeconds > 0 && record.cost.wallSeconds > 0 && record.cost.peakMemoryBytes > 1 << 20)
        // Floats as people write them, not with the digits that only a Double can tell.
        let numbers = try place.text("out/rca_run.json").split(separator: "\n").filter { $0.contains("\"value\" : 0.") }
        #expect(!numbers.isEmpty && numbers.allSatisfy { $0.count < 30 })
    }

    @Test("scores that follow the masks' true quality")
    func quality() async throws {
        let place = try await Workplace()
        let damages = ["boundary_1", "boundary_4", "shifted_3", "swapped_labels"]
        let masks = damages.flatMap { ["--masks", "\(place.phantoms)/cases/predictions/\($0)"] }
        try await #expect(place.score([:], Array(masks)).status == 0)
        let means = try (["masks"] + damages).map { damage in
            try place.scores("out/\(damage)").values.reduce(0, +) / 3
        }
        #expect(means[1] > 0.75)
        #expect(means[1] > means[2] + 0.05 && means[2] > means[3] + 0.05 && means[3] > means[4])
        #expect(means[4] < 0.2)
    }

    @Test("the same bytes with one, two and five workers, and from the folder and the bundle")
    func sameBytes() async throws {
        let place = try await Workplace()
        for (output, reference, threads) in [
            ("one", place.bundle, "1"), ("two", place.bundle, "2"), ("five", place.bundle, "5"),
            ("folder", place.reference, "2"),
        ] {
            let result = try await place.score(
                ["output": output, "reference": reference, "threads": threads], ["--details"])
            #expect(result.status == 0)
        }
        for table in ["rca_dice_scores.csv", "rca_structures.csv", "rca_reliability.csv", "rca_details.csv"] {
            let bytes = try place.bytes("one/" + table)
            #expect(bytes.count > 80)
            for output in ["two", "five", "folder"] { #expect(try place.bytes("\(output)/\(table)") == bytes) }
        }
        #expect(try place.record("one").reference.digest == place.record("folder").reference.digest)
    }

    @Test("with --details the Dice on every reference, of which the tables are the maxima")
    func details() async throws {
        let place = try await Workplace()
        try await #expect(place.score(["references-per-case": "4"], ["--details"]).status == 0)
        let rows = try ReferenceScoreRow.rows(
            of: CSVTable(bytes: place.bytes("out/rca_details.csv"), source: "details"))
        #expect(rows.count == 24)
        for name in PhantomFiles.names {
            let own = rows.filter { $0.fname == name }
            let lungs = own.filter { $0.structure == "lungs" }
            #expect(try place.structure("lungs", of: name)?.dice == lungs.compactMap(\.dice).max())
            let means = lungs.map { lung -> Float in
                let heart = own.first { $0.structure == "heart" && $0.reference == lung.reference }
                return Float((Double(lung.dice ?? 0) + Double(heart?.dice ?? 0)) / 2)
            }
            #expect(try place.scores()[name] == means.max())
        }
        try await #expect(place.score(["references-per-case": "4"]).status == 0)
        #expect(!place.exists("out/rca_details.csv"), "an earlier run's details stay beside the new tables")
    }

    @Test("a sub-folder for each of several mask folders, with the bytes of each run alone")
    func severalMasks() async throws {
        let place = try await Workplace()
        try place.copy(place.phantoms + "/cases/predictions/eroded", to: "unet/fold 1")
        try place.copy(place.phantoms + "/cases/predictions/dilated", to: "other/fold 1")
        try place.remove("other/fold 1/phantom_0002.png")
        let together = try await place.score(["masks": "unet/fold 1/"], ["--masks", "other/fold 1", "--details"])
        #expect(together.status == 2)
        #expect(try place.names("out") == ["journal", "other_fold 1", "unet_fold 1"])
        for folder in ["unet", "other"] {
            let alone = try await place.score(["masks": "\(folder)/fold 1", "output": folder + "-out"], ["--details"])
            #expect(alone.status == (folder == "other" ? 2 : 0))
            for table in ["rca_dice_scores.csv", "rca_structures.csv", "rca_reliability.csv", "rca_details.csv"] {
                #expect(try place.bytes("out/\(folder)_fold 1/\(table)") == place.bytes("\(folder)-out/\(table)"))
            }
        }
        #expect(try place.record("out/other_fold 1").failuresByKind == ["pairing failed": 1])
        #expect(try place.record("out/unet_fold 1").failuresByKind.isEmpty)
    }

    @Test("a folder of any name, with rows for names of any kind")
    func names() async throws {
        let place = try await Workplace(isEmpty: true)
        let names = ["a b", "a,b", "say \"so\"", "two\nlines", "é", "e\u{301}", "日本", "-dash", "x.y"]
        for (index, name) in names.enumerated() {
            let source = PhantomFiles.names[index % 3]
            try place.copy(place.phantoms + "/cases/images/" + source, to: "im ages,ü/\(name).png")
            try place.copy(place.phantoms + "/cases/labels/" + source, to: "mäsks \"1\"/\(name)_labels.png")
        }
        let result = try await place.score(
            ["images": "im ages,ü", "masks": "mäsks \"1\"", "output": "scores of Zoë/x"], ["--quiet"])
        #expect(result.status == 0)
        #expect(result.error == "")
        let text = try place.text("scores of Zoë/x/rca_dice_scores.csv")
        for field in [
            "a b_labels.png", "\"a,b_labels.png\"", "\"say \"\"so\"\"_labels.png\"", "\"two\nlines_labels.png\"",
        ] {
            #expect(text.contains("\n\(field),0."))
        }
        let rows = try MaskScoreRow.rows(of: CSVTable(bytes: Array(text.utf8), source: "scores"))
        let expected = names.map { Array("\($0)_labels.png".utf8) }.sorted { $0.lexicographicallyPrecedes($1) }
        #expect(rows.map { Array($0.fname.utf8) } == expected)
    }

    @Test("into an output that is there, again and again, also inside the mask folder, but not into that itself")
    func again() async throws {
        let place = try await Workplace()
        try await #expect(place.score(["output": "masks/scores"]).status == 0)
        let first = try place.bytes("masks/scores/rca_dice_scores.csv")
        try await #expect(place.score(["output": "masks/scores/"]).status == 0)
        let refused = try await place.score(["output": "masks"])
        #expect(refused.status == 64 && refused.error.contains("masks: is an input as well"), "\(refused.error)")
        let last = try await place.score(["output": "masks/scores", "masks": "./masks/", "images": "masks/../images/"])
        #expect(last.status == 0, "the tables of the run before are taken for masks: \(last.error)")
        #expect(try place.bytes("masks/scores/rca_dice_scores.csv") == first)
    }

    @Test("the same through symbolic links, relative paths and trailing slashes")
    func paths() async throws {
        let place = try await Workplace()
        try await #expect(place.score().status == 0)
        try place.link("linked images", to: "images")
        try place.makeFolder("linked masks")
        for name in PhantomFiles.names { try place.link("linked masks/" + name, to: "../masks/" + name) }
        try place.link("references.rcaref", to: place.bundle)
        let result = try await place.score([
            "images": "linked images/", "masks": "./linked masks//", "reference": "references.rcaref",
            "output": "./new/deep/out/",
        ])
        #expect(result.status == 0)
        #expect(try place.bytes("new/deep/out/rca_structures.csv") == place.bytes("out/rca_structures.csv"))
    }
}
