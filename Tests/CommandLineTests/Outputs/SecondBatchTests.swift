import Foundation
import RCA
import Testing

@Suite("A second batch into the same folder")
struct SecondBatchTests {
    /// Beside `images/` and `masks/` one image with its mask under another name, in `images2/` and `masks2/`.
    private func place() async throws -> Workplace {
        let place = try await Workplace()
        try place.copy("images/" + PhantomFiles.names[0], to: "images2/other.png")
        try place.copy("masks/" + PhantomFiles.names[0], to: "masks2/other.png")
        return place
    }

    private static let remedy =
        "choose another --output folder, or remove those results by --replace (--dry-run lists them)\n"

    @Test("of other masks is refused by score in one line, and nothing is lost")
    func score() async throws {
        let place = try await place()
        try await #expect(place.score().status == 0)
        let before = try OutputGuardTests.bytes(below: place.path)
        let result = try await place.score(["images": "images2", "masks": "masks2"])
        #expect(result.status == 64)
        #expect(
            result.error == "rca-cli: out: holds results of other masks, none of which is among these 1 by name; "
                + Self.remedy)
        #expect(try OutputGuardTests.bytes(below: place.path) == before)
    }

    @Test("of another segmenter's masks with the same names is refused")
    func otherSegmenter() async throws {
        let place = try await place()
        try await #expect(place.score().status == 0)
        let before = try place.bytes("out/rca_dice_scores.csv")
        let result = try await place.score(["masks": place.phantoms + "/cases/predictions/eroded"])
        #expect(result.status == 64)
        #expect(result.error == "rca-cli: out: holds results of other masks with the same names; " + Self.remedy)
        #expect(try place.bytes("out/rca_dice_scores.csv") == before)
    }

    @Test("of other images is refused by segment, and the first one's label maps stay, corrected ones too")
    func segment() async throws {
        let place = try await place()
        try await #expect(place.segment().status == 0)
        try place.write(Array("corrected by hand".utf8), to: "out/phantom_0002_labels.png")
        let before = try OutputGuardTests.bytes(below: place.path)
        let result = try await place.segment(["images": "images2"])
        #expect(result.status == 64)
        #expect(
            result.error.hasPrefix(
                "rca-cli: out: holds results of other images, none of which is among these 1 by name; "))
        #expect(try OutputGuardTests.bytes(below: place.path) == before)
    }

    @Test("is refused by segment where masks of a table and label maps would be mixed", arguments: [true, false])
    func tables(beginsWithTable: Bool) async throws {
        let place = try await place()
        let (first, second) = beginsWithTable ? (["--table"], []) : ([], ["--table"])
        try await #expect(place.segment([:], first).status == 0)
        let result = try await place.segment([:], second)
        #expect(result.status == 64)
        let way = beginsWithTable ? "with" : "without"
        #expect(
            result.error == "rca-cli: out: holds results of 'rca-cli segment' \(way) --table; " + Self.remedy,
            "\(result.error)")
    }

    @Test("is refused where the folder holds results of another command")
    func otherCommand() async throws {
        let place = try await place()
        try await #expect(place.score().status == 0)
        let result = try await place.segment()
        #expect(result.status == 64 && result.error == "rca-cli: out: holds results of 'rca-cli score'; " + Self.remedy)
        try await #expect(place.segment(["output": "drawn"]).status == 0)
        let second = try await place.score(["output": "drawn"])
        #expect(second.status == 64 && second.error.contains("holds results of 'rca-cli segment'"))
        #expect(try place.labelMaps("drawn").count == 3)
    }

    @Test("of the same files from another mount point goes on, and so does one that has grown")
    func moved() async throws {
        let place = try await place()
        try await #expect(place.score().status == 0)
        try await #expect(place.segment(["output": "drawn"]).status == 0)
        for folder in ["images", "masks"] {
            try place.copy(folder, to: "mount/\(folder)")
            try place.copy(folder + "2/other.png", to: "mount/\(folder)/other.png")
        }
        let score = try await place.score(["images": "mount/images", "masks": "mount/masks"])
        #expect(score.status == 0 && score.error.contains("has 3 entries of an earlier start"), "\(score.error)")
        #expect(try place.scores().count == 4)
        let segment = try await place.segment(["images": "mount/images", "output": "drawn"])
        #expect(segment.status == 0 && segment.error.contains("has 3 entries of an earlier start"), "\(segment.error)")
        #expect(try place.labelMaps("drawn").count == 4)
    }

    @Test("in shards is told by the shards that have begun")
    func shards() async throws {
        let place = try await place()
        for index in 1...3 {
            let part = try await place.score([:], ["--shard", "\(index)/3", "--quiet"])
            #expect(part.status == 0, "\(part.error)")
        }
        try place.copy("images", to: "mount/images")
        try place.copy("masks", to: "mount/masks")
        for index in 1...3 {
            let other = try await place.score(["images": "images2", "masks": "masks2"], ["--shard", "\(index)/3"])
            #expect(other.status == 64, "\(other.error)")
            let same = try await place.score(
                ["images": "mount/images", "masks": "mount/masks"], ["--shard", "\(index)/3", "--quiet"])
            #expect(same.status == 0, "\(same.error)")
        }
        try await #expect(place.run("merge", "out").status == 0)
        #expect(try place.scores().keys.sorted() == PhantomFiles.names)
    }

    @Test("takes the first one's place by --replace, which --dry-run lists; what somebody changed stays")
    func replace() async throws {
        let place = try await place()
        try await #expect(place.segment().status == 0)
        try place.write(Array("corrected by hand".utf8), to: "out/phantom_0002_labels.png")
        try place.write(Array("notes".utf8), to: "out/notes.txt")
        let before = try OutputGuardTests.bytes(below: place.path)
        let dry = try await place.segment(["images": "images2"], ["--replace", "--dry-run"])
        #expect(dry.status == 0 && dry.error == "")
        let lines = dry.output.split(separator: "\n")
        #expect(lines.contains("remove out/phantom_0001_labels.png") && lines.contains("remove out/rca_run.json"))
        #expect(lines.last == "keep out/phantom_0002_labels.png: it is not as it was written")
        #expect(!dry.output.contains("notes.txt"))
        #expect(try OutputGuardTests.bytes(below: place.path) == before)
        let result = try await place.segment(["images": "images2"], ["--replace"])
        #expect(result.status == 0, "\(result.error)")
        #expect(
            result.error.contains("--replace: out/phantom_0002_labels.png stays, since it is not as it was written"))
        #expect(try place.labelMaps() == ["other_labels.png", "phantom_0002_labels.png"])
        #expect(try place.text("out/phantom_0002_labels.png") == "corrected by hand")
        #expect(try place.text("out/notes.txt") == "notes")
        for words in [["--dry-run"], ["--replace", "--shard", "1/2"]] {
            try await #expect(place.segment([:], words).status == 64)
        }
    }

    @Test("by --replace leaves images that were drawn, and runs in folders below")
    func replaceAmongOthers() async throws {
        let place = try await place()
        try await #expect(place.score().status == 0)
        try await #expect(place.segment(["output": "out/drawn"]).status == 0)
        let drawn = try await place.run(
            "phantom", "--output", "out/phantoms", "--count", "2", "--size", "64", "--reference-only")
        #expect(drawn.status == 0, "\(drawn.error)")
        let before = try OutputGuardTests.bytes(below: place.path + "/out").filter { name, _ in
            name.contains("phantoms/") || name.contains("drawn/")
        }
        #expect(before.count > 8)
        let result = try await place.score(["images": "images2", "masks": "masks2"], ["--replace"])
        #expect(result.status == 0, "\(result.error)")
        let after = try OutputGuardTests.bytes(below: place.path + "/out")
        for (name, bytes) in before { #expect(after[name] == bytes, "\(name)") }
    }

    @Test("is refused by --replace before anything is removed, where a changed table is in the way")
    func replaceInTheWay() async throws {
        let place = try await place()
        try await #expect(place.score().status == 0)
        try place.write(
            try place.bytes("out/rca_dice_scores.csv") + Array("note\n".utf8), to: "out/rca_dice_scores.csv")
        try await #expect(place.segment(["output": "drawn"]).status == 0)
        // Without the hidden list of what was written.
        for name in try place.names("drawn") { try place.copy("drawn/" + name, to: "copied/" + name) }
        let before = try OutputGuardTests.bytes(below: place.path)
        let dry = try await place.score([:], ["--replace", "--dry-run"])
        #expect(dry.output.contains("rca_dice_scores.csv: it is not as it was written; the run is refused until"))
        let score = try await place.score([:], ["--replace"])
        #expect(score.status == 64 && score.error.contains("out/rca_dice_scores.csv: is not as it was written"))
        let segment = try await place.segment(["images": "images2", "output": "copied"], ["--replace"])
        #expect(segment.status == 64 && segment.error.contains("is there already"), "\(segment.error)")
        #expect(try OutputGuardTests.bytes(below: place.path) == before)
    }

    @Test("in shards goes on where a shard's images are all gone, and others came")
    func emptyShard() async throws {
        let place = try await place()
        for index in 1...2 { try await #expect(place.segment([:], ["--shard", "\(index)/2"]).status == 0) }
        func drawn(_ index: Int) throws -> [String] {
            try place.text("out/journal/shard-000\(index)-of-0002.journal").split(separator: "\n")
                .compactMap { line in PhantomFiles.names.first { line.contains($0) } }
        }
        // Of three images one shard has at most one.
        let lone = try drawn(1).count <= 1 ? 1 : 2
        for name in Set(try drawn(lone)) { try place.remove("images/" + name) }
        for index in 0..<6 { try place.copy("images2/other.png", to: "images/more_\(index).png") }
        let result = try await place.segment([:], ["--shard", "\(lone)/2"])
        #expect(result.status == 0, "\(result.error)")
    }

    @Test("with a mask folder in common, but no mask that has an image, is refused")
    func commonMaskFolder() async throws {
        let place = try await place()
        try place.copy(place.phantoms + "/cases/predictions/eroded", to: "eroded")
        let words = ["--masks", "eroded"]
        try await #expect(place.score([:], words).status == 0)
        let before = try place.bytes("out/masks/rca_dice_scores.csv")
        let result = try await place.score(["images": "images2", "masks": "masks2"], ["--masks", "masks"])
        #expect(result.status == 64 && result.error.contains("holds results of other masks"), "\(result.error)")
        #expect(try place.bytes("out/masks/rca_dice_scores.csv") == before)
        try await #expect(place.score([:], words).status == 0)
    }

    @Test("a label map that somebody drew or corrected is never written over, whatever has changed")
    func corrected() async throws {
        let place = try await place()
        try await #expect(place.segment([:], ["--fusion", "majority"]).status == 0)
        let mine = Array("corrected by hand".utf8)
        try place.write(mine, to: "out/phantom_0002_labels.png")
        let settings = try await place.segment([:], ["--fusion", "joint"])
        #expect(settings.status == 2)
        #expect(
            settings.error.contains(
                "out/phantom_0002_labels.png: is not as it was written: somebody has changed it, and stays; "
                    + "move it away to have it made again"), "\(settings.error)")
        #expect(try place.bytes("out/phantom_0002_labels.png") == mine)
        // The image is no image any more: results of its own are removed, others not.
        for name in ["phantom_0001", "phantom_0002"] { try place.write([1], to: "images/\(name).png") }
        try await #expect(place.segment([:], ["--fusion", "joint"]).status == 2)
        #expect(try place.labelMaps() == ["phantom_0002_labels.png", "phantom_0003_labels.png"])
        #expect(try place.bytes("out/phantom_0002_labels.png") == mine)
        // Moved away, it is made again.
        try place.copy(place.phantoms + "/cases/images/phantom_0002.png", to: "images/phantom_0002.png")
        try place.remove("out/phantom_0002_labels.png")
        try await #expect(place.segment([:], ["--fusion", "joint"]).status == 2)
        #expect(try place.bytes("out/phantom_0002_labels.png") != mine)
    }

    @Test("a folder of drawn masks is no output folder")
    func drawn() async throws {
        let place = try await place()
        try place.copy(place.phantoms + "/cases/labels/phantom_0002.png", to: "drawn/phantom_0002_labels.png")
        let before = try OutputGuardTests.bytes(below: place.path)
        let result = try await place.segment(["output": "drawn"])
        #expect(result.status == 64)
        #expect(
            result.error
                == "rca-cli: drawn/phantom_0002_labels.png: is there already; move it away, or write somewhere else\n")
        #expect(try OutputGuardTests.bytes(below: place.path) == before)
        #expect(try place.names("drawn") == ["phantom_0002_labels.png"])
    }

    @Test("a result whose image is gone and whose mask is not stays, and is no failure")
    func imageGone() async throws {
        let place = try await place()
        try await #expect(place.score().status == 0)
        try place.remove("images/" + PhantomFiles.names[2])
        let result = try await place.score()
        #expect(
            result.status == 0 && result.error.contains("1 result of files that are gone is kept"), "\(result.error)")
        #expect(try place.scores().keys.sorted() == PhantomFiles.names)
    }
}
