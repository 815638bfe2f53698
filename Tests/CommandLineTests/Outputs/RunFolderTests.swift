import Foundation
import RCA
import TestSupport
import Testing

/// What a run takes for its own when it is started again, and what it does not.
@Suite("A run folder")
struct RunFolderTests {
    private func scoreOf(_ name: String, _ place: Workplace, _ output: String = "out") throws -> Float? {
        try place.scores(output)[name] ?? nil
    }

    @Test("with masks replaced by others of the same size and time has the scores of those that are there")
    func replacedMasks() async throws {
        let place = try await Workplace()
        func write(_ kind: String, _ name: String) throws {
            try place.copy(place.phantoms + "/cases/predictions/\(kind)/phantom_0001.png", to: "drawn/\(kind).png")
            let map = try place.labels("drawn/\(kind).png")
            let values = map.indices.map { UInt8(map.label(ofIndex: $0)) }
            try place.write(HandmadeFormats.npy(values, width: map.width, height: map.height), to: name)
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSince1970: 1_000_000_000)], ofItemAtPath: place.file(name))
        }
        try place.remove("masks")
        try write("boundary_1", "masks/phantom_0001.npy")
        try await #expect(place.score([:], ["--allow-unpaired", "--quiet"]).status == 0)
        let before = try scoreOf("phantom_0001.npy", place)
        try write("shifted_3", "masks/phantom_0001.npy")
        try await #expect(place.score([:], ["--allow-unpaired", "--quiet"]).status == 0)
        try await #expect(place.score(["output": "fresh"], ["--allow-unpaired", "--quiet"]).status == 0)
        let after = try scoreOf("phantom_0001.npy", place)
        #expect(try after != before && after == scoreOf("phantom_0001.npy", place, "fresh"))
    }

    @Test("never writes through a link that somebody has put in the place of a file")
    func links() async throws {
        let place = try await Workplace()
        try await #expect(place.segment([:], ["--quiet"]).status == 0)
        let (map, table) = ("phantom_0001_labels.png", "rca_reliability.csv")
        for name in [map, table] {
            try place.makeFolder("backup")
            try FileManager.default.moveItem(atPath: place.file("out/" + name), toPath: place.file("backup/" + name))
            try place.link("out/" + name, to: "../backup/" + name)
        }
        let before = try [map, table].map { try place.bytes("backup/" + $0) }
        let result = try await place.segment([:], ["--atlases", "2", "--quiet"])
        #expect(
            result.status == 64 && result.error.contains("out/\(table): is not as it was written"), "\(result.error)")
        try place.remove("out/" + table)
        try place.copy("backup/" + table, to: "out/" + table)
        let maps = try await place.segment([:], ["--atlases", "2", "--quiet"])
        #expect(maps.status == 2 && maps.error.contains("out/\(map): is not as it was written"), "\(maps.error)")
        #expect(try [map, table].map { try place.bytes("backup/" + $0) } == before)
    }

    @Test("takes no link that leads nowhere for a label map that it wrote")
    func danglingLink() async throws {
        let place = try await Workplace()
        try await #expect(place.segment([:], ["--quiet"]).status == 0)
        try place.remove("out/phantom_0001_labels.png")
        try place.link("out/phantom_0001_labels.png", to: "nowhere.png")
        let again = try await place.segment([:], ["--quiet"])
        #expect(
            again.status == 2 && again.error.contains("out/phantom_0001_labels.png: is there already"), "\(again.error)"
        )
    }

    @Test("that was copied leaves the pictures of the first one alone")
    func copied() async throws {
        let place = try await Workplace()
        let more = ["--error-maps", "maps", "--quiet"]
        try await #expect(place.score([:], more).status == 0)
        try place.copy("out", to: "copy")
        let before = try OutputGuardTests.bytes(below: place.file("maps"))
        #expect(before.count == 9)
        let plan = try await place.score(["output": "copy"], more + ["--replace", "--dry-run"])
        #expect(plan.status == 0 && !plan.output.contains("maps"), "\(plan.output)")
        try await #expect(place.score(["output": "copy"], ["--replace", "--quiet"]).status == 0)
        #expect(try OutputGuardTests.bytes(below: place.file("maps")) == before)
        // The first one's own are removed.
        let own = try await place.score([:], more + ["--replace", "--dry-run"])
        #expect(
            own.output.contains("remove \(place.file("maps"))") || own.output.contains("maps/heart"), "\(own.output)")
        // Nobody's list leads out of its folder.
        try place.write(Array("mine".utf8), to: "mine.txt")
        let digest = ContentDigest.sha256(Array("mine".utf8))
        let lines = "\(digest)\trun\t../mine.txt\n\(digest)\trun\t\(place.file("mine.txt"))\n"
        try place.write(place.bytes("out/.rca_written") + Array(lines.utf8), to: "out/.rca_written")
        try await #expect(place.score([:], ["--replace", "--quiet"]).status == 0)
        #expect(place.exists("mine.txt"))
    }

    @Test("of a run in shards is not gone on with undivided, nor the other way round")
    func otherDivision() async throws {
        let place = try await Workplace()
        for shard in ["1/2", "2/2"] {
            try await #expect(place.segment([:], ["--shard", shard, "--quiet"]).status == 0)
        }
        try await #expect(place.run("merge", "out").status == 0)
        let before = try OutputGuardTests.bytes(below: place.file("out"))
        for more in [[], ["--shard", "1/3"]] {
            let result = try await place.segment([:], more)
            #expect(result.status == 64, "\(result.error)")
            #expect(
                result.error.contains(
                    "out: holds results of a run in 2 shards; go on with --shard I/2, choose another"),
                "\(result.error)")
        }
        #expect(try OutputGuardTests.bytes(below: place.file("out")).filter { !$0.key.hasSuffix(".lock") } == before)
        try await #expect(place.score(["output": "whole"], ["--quiet"]).status == 0)
        let divided = try await place.score(["output": "whole"], ["--shard", "1/2"])
        #expect(
            divided.status == 64 && divided.error.contains("whole: holds results of a run that was not divided; "),
            "\(divided.error)")
        try await #expect(place.score(["output": "whole"], ["--quiet", "--replace"]).status == 0)
    }

    @Test("tells names apart by their bytes, and says which command its results are of")
    func names() async throws {
        let place = try await Workplace()
        for name in ["\u{e9}", "e\u{301}"] { try place.copy("images/phantom_0001.png", to: "images/\(name).png") }
        try await #expect(place.segment([:], ["--quiet"]).status == 0)
        let plan = try await place.segment([:], ["--replace", "--dry-run"])
        let maps = plan.output.split(separator: "\n").filter { $0.hasSuffix("_labels.png") }
        #expect(maps.count == 5 && Set(maps.map { Array($0.utf8) }).count == 5, "\(plan.output)")
        let other = try await place.run("screen", "--images", "images", "--reference", place.bundle, "--output", "out")
        #expect(other.status == 64 && other.error.contains("holds results of 'rca-cli segment'"), "\(other.error)")
    }

    @Test("has no case that both failed and has a score")
    func ambiguous() async throws {
        let place = try await Workplace()
        try await #expect(place.score([:], ["--quiet"]).status == 0)
        try place.copy("masks/phantom_0001.png", to: "masks/phantom_0001_mask.png")
        let result = try await place.score([:], ["--quiet"])
        #expect(result.status == 2 && result.error.contains("several masks fit the image"), "\(result.error)")
        #expect(try place.scores().keys.sorted() == Array(PhantomFiles.names.dropFirst()).sorted())
        let counts = try place.record().counts
        #expect(counts.scored == 2 && counts.failed == 2 && counts.cases == 4 && counts.kept == nil)
    }

    @Test("gets the results of all cases but those whose file names would be too long")
    func longNames() async throws {
        let place = try await Workplace()
        let long = String(repeating: "x", count: 245)
        try place.copy("images/phantom_0001.png", to: "images/\(long).png")
        let result = try await place.segment([:], ["--quiet"])
        #expect(
            result.status == 2 && result.error.contains("(the name is too long); shorten the input's name"),
            "\(result.error)")
        #expect(try place.labelMaps().count == 3 && place.text("out/rca_failures.csv").contains("output name too long"))
        try await #expect(place.segment([:], ["--quiet"]).status == 2)
    }

    @Test("says in a quiet run, too, that sub-folders are not read")
    func subFolders() async throws {
        let place = try await Workplace()
        try place.copy("images/phantom_0001.png", to: "images/more/other.png")
        let result = try await place.segment([:], ["--quiet"])
        #expect(
            result.status == 0 && result.error.contains("those in its sub-folders (more) are not read"),
            "\(result.error)")
    }
}
