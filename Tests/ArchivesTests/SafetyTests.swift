#if Archive
import Archives
import Imaging
import TestSupport
import Testing

@Suite("What does not belong into an archive")
struct SafetyTests {
    @Test("is ignored with a warning that names it: paths that lead out, links, devices, pipes")
    func ignored() throws {
        let place = try ArchivePlace()
        var tar = TarBuilder()
        tar.add("good/", type: "5")
        tar.add("./good//a.png", [1, 2, 3])
        tar.add("../b.png", [1])
        tar.add("good/../../c.png", [1])
        tar.add("/etc/d.png", [1])
        tar.add("e.png", type: "2", link: "/etc/passwd")
        tar.add("f.png", type: "1", link: "good/a.png")
        tar.add("g.png", type: "3")
        tar.add("h.png", type: "4")
        tar.add("i.png", type: "6")
        tar.add("good/z..png", [9])
        let archive = try Archive(paths: place.write(tar.finished, as: "a.tar"))
        let index = try archive.index()
        #expect((0..<index.count).map(index.name(at:)) == ["good/a.png", "good/z..png"])
        #expect(
            index.skipped.counts == [
                "path that leads out of the archive (..)": 2, "absolute path": 1, "symbolic link": 1, "hard link": 1,
                "device node": 2, "pipe": 1,
            ])
        let warnings = index.skipped.warnings(archive: "a.tar")
        #expect(warnings.count == 8 && warnings[2] == "a.tar//etc/d.png: absolute path: ignored")
    }

    @Test("is named twenty times, then counted")
    func many() throws {
        let place = try ArchivePlace()
        var tar = TarBuilder()
        for number in 0..<25 { tar.add("\(number).png", type: "2", link: "x") }
        tar.add("a.png", [1])
        let warnings = try Archive(paths: place.write(tar.finished, as: "a.tar")).index().skipped.warnings(archive: "a")
        #expect(warnings.count == 21 && warnings[20] == "a: 25 entries are ignored in all: 25 × symbolic link")
    }

    @Test("a name that is not UTF-8, fails alone")
    func names() throws {
        let place = try ArchivePlace()
        var tar = TarBuilder()
        tar.add([0x61, 0xff, 0x2e, 0x70, 0x6e, 0x67], [1])
        tar.add("b.png", [2])
        let index = try Archive(paths: place.write(tar.finished, as: "a.tar")).index()
        #expect((0..<index.count).map(index.name(at:)) == ["b.png"])
        #expect(index.refused.map(\.name) == ["a\u{fffd}.png"])
        #expect(index.refused[0].error.description.contains("the file's name is not valid UTF-8; rename the file"))
    }

    @Test("an encrypted file of a zip, fails alone")
    func encrypted() throws {
        let place = try ArchivePlace()
        let bytes = try WrittenArchive.bytes(.zip, [("a.png", [1, 2, 3])], password: "secret")
        let index = try Archive(paths: place.write(bytes, as: "a.zip")).index()
        #expect(index.isEmpty)
        #expect(
            index.refused.map(\.error.description) == [
                "\(place.folder.file("a.zip"))/a.png: is encrypted; write the archive without a password"
            ])
    }

    @Test(
        "a bomb, hits the limit of expansion, whichever form it has",
        arguments: [WrittenArchive.Form.gzip, .zstandard, .xz])
    func bomb(_ form: WrittenArchive.Form) throws {
        let place = try ArchivePlace()
        let bytes = try WrittenArchive.bytes(
            form, [("good.png", [1]), ("bomb.png", Array(repeating: 0, count: 90 << 20))])
        #expect(bytes.count < 200_000)
        let limits = ArchiveLimits(entryBytes: 1 << 30, expansion: 400, expansionAllowance: 8 << 20)
        let archive = try Archive(paths: place.write(bytes, as: "a.tar"), limits: limits)
        let index = try archive.index()
        #expect(index.count == 1)
        #expect(
            index.damage?.description.contains(
                "a.tar: unpacks at bomb.png to more than 400 times its size, the limit: it may be a decompression bomb")
                == true, "\(String(describing: index.damage))")
    }

    @Test("a huge file, is refused before memory is taken for it, and alone")
    func huge() throws {
        let place = try ArchivePlace()
        for form in [WrittenArchive.Form.gzip, .zip] {
            let files = [("huge.png", [UInt8](repeating: 0, count: 5000)), ("b.png", [2])]
            let bytes = try WrittenArchive.bytes(form, files)
            let archive = try Archive(
                paths: place.write(bytes, as: "a.\(form.rawValue)"), limits: ArchiveLimits(entryBytes: 4000))
            let index = try archive.index()
            let reader = IndexedArchive(archive, index)
            var buffer: [UInt8] = []
            #expect(
                message { try reader.read(0, into: &buffer) }.contains(
                    "huge.png unpacks to more than 4000 bytes, the limit for one file"))
            try reader.read(1, into: &buffer)
            #expect(buffer == [2])
        }
        var tar = TarBuilder()
        tar.add("a.png", [1])
        tar.add("b.png", [1], claiming: 0o77_777_777_777)
        let index = try Archive(paths: place.write(tar.finished, as: "b.tar")).index()
        #expect(index.count == 1 && index.damage != nil)
    }

    @Test("entries without end, hit the limit of their number")
    func number() throws {
        let place = try ArchivePlace()
        let bytes = try WrittenArchive.bytes(.gzip, ArchivePlace.files(30, seed: 1))
        let archive = try Archive(paths: place.write(bytes, as: "a.tar.gz"), limits: ArchiveLimits(entries: 20))
        let index = try archive.index()
        #expect(index.count == 20 && index.damage?.description.contains("has more than 20 entries, the limit") == true)
    }
}
#endif
