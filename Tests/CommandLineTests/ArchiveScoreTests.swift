import Archives
import Foundation
import RCA
import Subprocess
import TestSupport
import Testing

@Suite("rca-cli score reads archives", .enabled(if: ArchiveLibrary.isBuilt, "this build has no libarchive"))
struct ArchiveScoreTests {
    private static let tables = ["rca_dice_scores.csv", "rca_structures.csv", "rca_reliability.csv"]

    private func same(_ place: Workplace, _ output: String, as expected: String = "out") throws {
        for table in Self.tables {
            #expect(try place.bytes("\(output)/\(table)") == place.bytes("\(expected)/\(table)"), "\(output): \(table)")
        }
    }

    /// A tool that every Debian has, run in the place's folder.
    private func tool(_ place: Workplace, _ name: String, _ words: String...) async throws {
        let result = try await Subprocess.run(
            .name(name), arguments: Arguments(words), workingDirectory: .init(place.path), output: .discarded,
            error: .string(limit: 1 << 16))
        #expect(result.terminationStatus.isSuccess, "\(name): \(result.standardError)")
    }

    @Test("split into parts, one value, several values or a pattern: the same bytes as from the folder")
    func parts() async throws {
        let place = try await Workplace()
        try await #expect(place.score().status == 0)
        try await tool(place, "tar", "czf", "seg.tar.gz", "masks")
        try await tool(place, "split", "-b", "1000", "seg.tar.gz", "seg.tar.gz.")
        let parts = try place.names(".").filter { $0.hasPrefix("seg.tar.gz.") }
        #expect(parts.count > 2)
        try place.remove("seg.tar.gz")

        let pattern = try await place.score(["masks": "seg.tar.gz.*", "output": "pattern"])
        #expect(pattern.status == 0, "\(pattern.error)")
        #expect(pattern.error.contains("seg.tar.gz: has no index, and was read once"))
        try same(place, "pattern")
        // The run's record has the archive's whole name, which exists in parts only.
        let report = try await place.run("report", "pattern")
        #expect(report.status == 0 && report.error.hasPrefix("3 masks, 3 pictures, "), "\(report.error)")
        let compared = try await place.run("compare", "out", "pattern", "--resamples", "10", "--quiet")
        #expect(compared.status == 0, "\(compared.error)")
        #expect(!(compared.output + compared.error).contains("no longer in"), "\(compared.output)\(compared.error)")

        for (output, given) in [
            ("several", parts.reversed().flatMap { ["--masks", $0] }), ("listed", ["--masks"] + parts),
        ] {
            var words = place.scoreWords(["output": output])
            let masks = try #require(words.firstIndex(of: "--masks"))
            words.replaceSubrange(masks..<masks + 2, with: given)
            let result = try await Program.run(words, in: place.path)
            #expect(result.status == 0, "\(result.error)")
            try same(place, output)
        }

        let index = try await Program.run(["archive", "index", "seg.tar.gz.*"], in: place.path)
        #expect(index.status == 0 && index.error.contains("seg.tar.gz.rcaindex: 3 files of seg.tar.gz (tar in gzip"))
        let indexed = try await place.score(["masks": "seg.tar.gz.*", "output": "indexed"])
        #expect(indexed.status == 0 && !indexed.error.contains("has no index"))
        try same(place, "indexed")
    }

    @Test("of images and masks, in other orders and forms, beside a folder: the same bytes")
    func forms() async throws {
        let place = try await Workplace()
        try place.copy(place.phantoms + "/cases/predictions/shifted_3", to: "more")
        try await #expect(place.score([:], ["--masks", "more"]).status == 0)
        try await tool(place, "tar", "cf", "images.tar", "images")
        let reversed = PhantomFiles.names.reversed().map { "masks/" + $0 }
        try await tool(place, "tar", "czf", "masks.tgz", reversed[0], reversed[1], reversed[2])
        try place.write(Array("about".utf8), to: "more/README.txt")
        try await tool(place, "tar", "cJf", "more.tar.xz", "more")
        let result = try await place.score(
            ["images": "images.tar", "masks": "masks.tgz", "output": "archives"], ["--masks", "more.tar.xz"])
        #expect(result.status == 0, "\(result.error)")
        for (folder, archive) in [("masks", "masks.tgz"), ("more", "more.tar.xz")] {
            try same(place, "archives/\(archive)", as: "out/\(folder)")
            let reports = [
                try await place.run("report", "archives/\(archive)", "--output", "a.html", "--overwrite"),
                try await place.run("report", "out/\(folder)", "--output", "b.html", "--overwrite"),
            ]
            #expect(reports.allSatisfy { $0.status == 0 }, "\(reports[0].error)")
            let pages = try [place.text("a.html"), place.text("b.html")].map { page in
                page.split(separator: "data:image/png;base64,").dropFirst().map { $0.prefix { $0 != "\"" } }
            }
            #expect(pages[0].count >= 3 && pages[0] == pages[1], "the pictures are those of the folders")
        }
        let mixed = try await place.score(["masks": "masks.tgz", "output": "mixed"], ["--masks", "more"])
        #expect(mixed.status == 0, "\(mixed.error)")
        try same(place, "mixed/masks.tgz", as: "out/masks")
        try same(place, "mixed/more", as: "out/more")
    }

    @Test("of binary masks in a folder for each structure")
    func binary() async throws {
        let place = try await Workplace()
        try await #expect(place.score().status == 0)
        for name in PhantomFiles.names {
            try place.relabel("masks/" + name, to: "binary/lungs/" + name) { $0 == 1 ? 255 : 0 }
            try place.relabel("masks/" + name, to: "binary/heart/" + name) { $0 == 2 ? 1 : 0 }
        }
        try await tool(place, "tar", "czf", "binary.tar.gz", "binary")
        let result = try await place.score(["masks": "binary.tar.gz", "output": "binary-out"])
        #expect(result.status == 0, "\(result.error)")
        #expect(try place.bytes("out/rca_structures.csv") == place.bytes("binary-out/rca_structures.csv"))
        for masks in ["binary", "binary.tar.gz"] {
            let report = try await place.run("report", "binary-out", "--masks", masks)
            #expect(report.status == 0 && report.error.hasPrefix("3 masks, 3 pictures, "), "\(report.error)")
        }
    }

    @Test("of tar's oldest form are known by their checksum, whatever they are called")
    func oldTar() async throws {
        let place = try await Workplace()
        let packed = try await Program.run(
            [], in: place.path, prefix: ["sh", "-c", "tar --format=v7 -cf all -C images . && tar -cf masks.tar masks"])
        try #require(packed.status == 0, "\(packed.error)")
        let result = try await place.score(["images": "all", "masks": "masks.tar"], ["--quiet"])
        #expect(result.status == 0, "\(result.error)")
        #expect(try place.scores().count == 3)
    }

    @Test("in shards that are merged, and goes on from a journal: the same bytes")
    func shards() async throws {
        let place = try await Workplace()
        try await #expect(place.score().status == 0)
        try await tool(place, "tar", "czf", "masks.tar.gz", "masks")
        for shard in 1...3 {
            let result = try await place.score(
                ["masks": "masks.tar.gz", "output": "shards"], ["--shard", "\(shard)/3"])
            #expect(result.status == 0, "\(result.error)")
        }
        let again = try await place.score(["masks": "masks.tar.gz", "output": "shards"], ["--shard", "2/3", "-vv"])
        #expect(again.status == 0 && !again.error.contains("image scored"), "\(again.error)")
        let merged = try await place.run("merge", "shards")
        #expect(merged.status == 0, "\(merged.error)")
        try same(place, "shards")
    }

    @Test("and names a missing part, an index of another archive, and a file that is no archive")
    func wrong() async throws {
        let place = try await Workplace()
        try await tool(place, "tar", "czf", "seg.tar.gz", "masks")
        try await tool(place, "split", "-b", "1000", "seg.tar.gz", "seg.tar.gz.")
        try place.remove("seg.tar.gz.ab")
        let missing = try await place.score(["masks": "seg.tar.gz.*"])
        #expect(missing.status == 64)
        #expect(
            missing.error
                == "rca-cli: seg.tar.gz.ab: this part of the archive is missing between seg.tar.gz.aa and seg.tar.gz.ac; give all parts; a stream with a gap cannot be read\n"
        )
        try await tool(place, "tar", "cf", "other.tar", "images")
        try await #expect(place.run("archive", "index", "other.tar", "--output", "seg.tar.gz.rcaindex").status == 0)
        let index = try await place.score(["masks": "seg.tar.gz"])
        #expect(index.status == 64 && index.error.contains("seg.tar.gz.rcaindex: is the index of another archive"))
        try place.write(Array("a text".utf8), to: "text.tar")
        let text = try await place.score(["masks": "text.tar"])
        #expect(text.status == 64 && text.error.contains("text.tar: is no archive that can be read"))
        let nothing = try await place.score(["masks": "none*.zip"])
        #expect(
            nothing.status == 64 && nothing.error == "rca-cli: none*.zip: no file fits this pattern; check the path\n")
    }

    @Test("that are damaged: what came before is scored, and one failure says where the damage is")
    func damaged() async throws {
        let place = try await Workplace()
        try await #expect(place.score().status == 0)
        try await tool(
            place, "tar", "cf", "masks.tar", "masks/phantom_0001.png", "masks/phantom_0002.png",
            "masks/phantom_0003.png")
        let bytes = try place.bytes("masks.tar")
        let last = try #require(bytes.firstRange(of: Array("masks/phantom_0003.png".utf8))).lowerBound
        try place.write(Array(bytes[..<(last + 600)]), to: "masks.tar")
        let result = try await place.score(["masks": "masks.tar", "output": "damaged"])
        #expect(result.status == 2)
        #expect(try place.scores("damaged").count == 2)
        let failures = try place.record("damaged").failures
        #expect(failures.map(\.fname).sorted() == ["masks.tar", "phantom_0003.png"])
        #expect(failures.contains { $0.message.contains("masks.tar: the archive is damaged") }, "\(failures)")
        let index = try await place.run("archive", "index", "masks.tar")
        #expect(index.status == 2 && index.error.contains("masks.tar: the archive is damaged"))
        #expect(!place.exists("masks.tar.rcaindex"))
    }

    @Test("whose links and other oddities are ignored with a warning, and lists what is left")
    func oddities() async throws {
        let place = try await Workplace()
        try place.link("masks/phantom_0009.png", to: "/etc/passwd")
        try await tool(place, "tar", "cPf", "odd.tar", "masks", "\(place.path)/images/phantom_0001.png")
        let result = try await place.score(["masks": "odd.tar"])
        #expect(result.status == 0, "\(result.error)")
        #expect(result.error.contains("odd.tar/masks/phantom_0009.png: symbolic link: ignored"))
        #expect(result.error.contains("images/phantom_0001.png: absolute path: ignored"))
        let list = try await place.run("archive", "list", "odd.tar")
        #expect(list.status == 0)
        let size = try place.bytes("masks/phantom_0002.png").count
        #expect(list.output.split(separator: "\n").count == 4)
        #expect(list.output.hasPrefix("name,bytes\n") && list.output.contains("masks/phantom_0002.png,\(size)\n"))
    }
}
