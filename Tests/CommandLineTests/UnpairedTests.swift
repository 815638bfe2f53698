import Foundation
import RCA
import Reporting
import TestSupport
import Testing

@Suite("Masks and images as they are downloaded")
struct UnpairedTests {
    @Test("masks without an image are counted in one line with --allow-unpaired, and no failures", arguments: [1, 3])
    func unpaired(shards: Int) async throws {
        let place = try await Workplace()
        for index in 0..<20 { try place.copy("masks/phantom_0001.png", to: "masks/elsewhere_\(index).png") }
        try place.copy("images/phantom_0001.png", to: "images/unmasked.png")
        let failing = try await place.score(["output": "all"], ["--quiet"])
        #expect(failing.status == 2)
        #expect(try place.record("all").counts.failed == 21)
        for shard in 1...shards {
            let part = shards == 1 ? [] : ["--shard", "\(shard)/\(shards)"]
            let result = try await place.score([:], ["--allow-unpaired"] + part)
            #expect(result.status == 0, "\(result.error)")
            #expect(!result.error.contains("elsewhere"), "\(result.error)")
            guard shards == 1 else { continue }
            #expect(
                result.error.contains("\n  21 files have no partner and are passed over, as --allow-unpaired asks\n"))
        }
        if shards > 1 {
            let merged = try await place.run("merge", "out")
            #expect(merged.status == 0 && merged.error.contains("21 files have no partner"), "\(merged.error)")
        }
        #expect(
            try place.record().counts
                == RunRecord.Counts(images: 4, cases: 3, scored: 3, failed: 0, notRun: 0, unpaired: 21))
        #expect(try place.bytes("out/rca_dice_scores.csv") == place.bytes("all/rca_dice_scores.csv"))
        // Later without: then they are failures again.
        guard shards == 1 else { return }
        try await #expect(place.score([:], ["--quiet"]).status == 2)
        #expect(try place.record().counts == place.record("all").counts)
    }

    @Test("where no mask has an image, --allow-unpaired does not make a run of it")
    func noPairs() async throws {
        let place = try await Workplace()
        for name in PhantomFiles.names { try place.copy("masks/" + name, to: "others/x" + name) }
        let result = try await place.score(["masks": "others"], ["--allow-unpaired"])
        #expect(result.status == 64)
        #expect(
            result.error.hasSuffix(
                "rca-cli: others: no mask has an image of its name in images; check both folders, or name the endings to "
                    + "ignore by --suffix\n"), "\(result.error)")
        #expect(!place.exists("out/rca_dice_scores.csv"))
    }

    @Test("a name that another system wrote in another Unicode form is said to be that")
    func unicodeForms() async throws {
        let place = try await Workplace()
        let name = PhantomFiles.names[0]
        try place.copy("images/\(name)", to: "images/\u{c4}.png")
        try place.copy("masks/\(name)", to: "masks/A\u{308}.png")
        let result = try await place.score()
        #expect(result.status == 2, "\(result.error)")
        #expect(result.error.contains("has another Unicode form (NFC or NFD); rename one of them"), "\(result.error)")
    }

    @Test("images are read from sub-folders, in shards too, with the bytes of one folder")
    func subfolders() async throws {
        let place = try await Workplace()
        try await #expect(place.score(["output": "flat"]).status == 0)
        for (index, name) in PhantomFiles.names.enumerated() {
            try place.copy("images/" + name, to: "nih/images_00\(index % 2 + 1)/images/" + name)
        }
        try place.write(Array("a,b\n".utf8), to: "nih/Data_Entry_2017.csv")
        // A link that leads back is not followed for ever.
        try place.link("nih/images_001/again", to: place.file("nih"))
        let result = try await place.score(["images": "nih"])
        #expect(result.status == 0, "\(result.error)")
        for table in ["rca_dice_scores.csv", "rca_structures.csv"] {
            #expect(try place.bytes("out/" + table) == place.bytes("flat/" + table))
        }
        for shard in 1...2 {
            let part = try await place.score(["images": "nih", "output": "parts"], ["--shard", "\(shard)/2"])
            #expect(part.status == 0, "\(part.error)")
        }
        try await #expect(place.run("merge", "parts").status == 0)
        #expect(try place.bytes("parts/rca_dice_scores.csv") == place.bytes("flat/rca_dice_scores.csv"))
        // Results among the images are none, when it is started again.
        for _ in 0..<2 {
            let segment = try await place.segment(["images": "nih", "output": "nih/drawn"])
            #expect(segment.status == 0, "\(segment.error)")
        }
        #expect(try place.labelMaps("nih/drawn").count == 3)
        let report = try await place.run("report", "out")
        #expect(report.status == 0 && report.error.hasPrefix("3 masks, 3 pictures"), "\(report.error)")
    }

    @Test("of two images with one name in sub-folders the case fails, and names both")
    func clash() async throws {
        let place = try await Workplace()
        for name in PhantomFiles.names { try place.copy("images/" + name, to: "nih/a/" + name) }
        try place.copy("images/" + PhantomFiles.names[0], to: "nih/b/" + PhantomFiles.names[0])
        let result = try await place.score(["images": "nih"], ["--quiet"])
        #expect(result.status == 2)
        #expect(
            result.error.contains(
                "several images fit: nih/a/phantom_0001.png, nih/b/phantom_0001.png; keep one of them"),
            "\(result.error)")
        #expect(try place.scores().count == 2)
    }

    @Test("an archive made by tar -P says why nothing of it is read")
    func absoluteNames() async throws {
        let place = try await Workplace()
        let tar = try await Program.run([], in: place.path, prefix: ["tar", "-cPf", "m.tar", place.file("masks")])
        #expect(tar.status == 0)
        let result = try await place.score(["masks": "m.tar"])
        #expect(result.status == 64)
        #expect(result.error.hasPrefix("rca-cli: m.tar: the archive holds no masks (ignored: "), "\(result.error)")
        #expect(
            result.error.hasSuffix(" × absolute path); pack it anew with relative names (tar without -P)\n"),
            "\(result.error)")
    }

    @Test("archives of 7-Zip and RAR are named as such", arguments: ["m.7z", "m.rar", "seven", "roshal"])
    func otherArchives(name: String) async throws {
        let place = try await Workplace()
        let head: [UInt8] =
            name.contains("7") || name == "seven"
            ? [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c] : Array("Rar!\u{1a}\u{7}".utf8)
        try place.write(head + [UInt8](repeating: 0, count: 600), to: name)
        let kind = head[0] == 0x37 ? "a 7-Zip" : "a RAR"
        let line =
            "rca-cli: \(name): is \(kind) archive, which is not read; unpack it, or pack it anew as .tar or .zip\n"
        for words in [
            place.scoreWords(["masks": name]), place.scoreWords(["images": name]), place.segmentWords(["images": name]),
            ["archive", "list", name],
        ] {
            let result = try await Program.run(words, in: place.path)
            #expect(result.status == 64 && result.error == line, "\(result.error)")
        }
    }

    @Test(
        "an option that slipped is named",
        arguments: [
            (["report", "out", "--worst", "-1"], 64, "Error: --worst is 0 to 1000\n"),
            (["overlay", "out", "--output", "x.svg", "--worst", "-1"], 64, "Error: --worst is 1 to 200\n"),
            (["phantom", "--output", "p", "--count", "-3"], 64, "rca-cli: --count: -3 is not 1 or more\n"),
            (["verify", "--published", "semicolons.csv"], 1, "rca-cli: check failed: sound"),
            (
                ["report", "out", "--truth", "semicolons.csv"], 64,
                "rca-cli: semicolons.csv: its columns are separated by semicolons; save it with commas between the columns, and points in numbers (0.95, not 0,95)\n"
            ),
            (
                ["report", "out", "--published", "quoted.csv"], 64,
                "rca-cli: quoted.csv: line 2, column \"dice\": \"0,95\" is not a number; write numbers with a point, as 0.95\n"
            ),
            (
                [
                    "dataset", "describe", "out", "--name", "n", "--description",
                    "a description of more than fifty characters, as is asked for", "--creator", "c", "--license",
                    "https://x.org", "--date-published", "2026-02-30",
                ], 64,
                "rca-cli: --date-published: '2026-02-30' is no day of the calendar; write it as 2026-01-31\n"
            ),
            (["doctor", "--quiet", "--output", "/proc"], 1, "rca-cli: output folder: /proc"),
        ] as [([String], Int32, String)])
    func slips(words: [String], status: Int32, message: String) async throws {
        let place = try await Workplace()
        try place.write(Array("fname;structure;dice\na.png;lungs;0,95\n".utf8), to: "semicolons.csv")
        try place.write(Array("fname,dice\na.png,\"0,95\"\n".utf8), to: "quoted.csv")
        try await #expect(place.score([:], ["--quiet"]).status == 0)
        let result = try await Program.run(words, in: place.path)
        #expect(result.status == status)
        #expect(result.error.contains(message), "\(result.error)\(result.output)")
    }
}
