#if Archive
import Archives
import Imaging
import TestSupport
import Testing

@Suite("Parts of a split archive")
struct PartTests {
    @Test("are joined in the order of their suffixes, whatever order they are given in")
    func joined() throws {
        let place = try ArchivePlace()
        let files = ArchivePlace.files(50, seed: 1)
        let bytes = try WrittenArchive.bytes(.gzip, files)
        for (name, form) in [("seg.tar.gz", "letters"), ("seg2.tar.gz", "digits"), ("part", "dashes")] {
            var paths = try place.write(bytes, as: name, parts: 5)
            if form != "letters" {
                paths = try paths.enumerated().map { number, path in
                    let suffix = form == "digits" ? ".00\(number + 1)" : "-0\(number)"
                    return try place.folder.write(InputFile.read(at: path), to: name + suffix)
                }
            }
            let archive = try Archive(paths: paths.reversed())
            #expect(archive.partCount == 5 && archive.name == place.folder.file(name))
            try #expect(ArchivePlace.same(ArchivePlace.streamed(archive), files))
        }
    }

    @Test("with one missing are refused, and the missing one is named", arguments: [0, 2, 4])
    func missing(_ part: Int) throws {
        let place = try ArchivePlace()
        let bytes = try WrittenArchive.bytes(.gzip, ArchivePlace.files(50, seed: 1))
        var paths = try place.write(bytes, as: "seg.tar.gz", parts: 5)
        let lost = paths.remove(at: part)
        // Where the last part is there and was only not given, that too is said.
        let said = message { _ = try Archive(paths: paths) }
        let expected = [
            0: "\(lost): this part of the archive is missing before \(paths[0])",
            2: "\(lost): this part of the archive is missing between \(paths[1]) and \(paths[2])",
            4: "\(lost): is a part of the archive and was not given",
        ]
        #expect(said.contains(expected[part] ?? "?"))
    }

    @Test("given twice, or of two archives, are refused")
    func mixed() throws {
        let place = try ArchivePlace()
        let bytes = try WrittenArchive.bytes(.gzip, ArchivePlace.files(9, seed: 1))
        let paths = try place.write(bytes, as: "seg.tar.gz", parts: 2)
        let others = try place.write(bytes, as: "other.tar.gz", parts: 2)
        #expect(message { _ = try Archive(paths: paths + [paths[1]]) }.contains("seg.tar.gz.ab: is given twice"))
        #expect(message { _ = try Archive(paths: paths + others) }.contains("is not part of one archive with"))
        #expect(
            message { _ = try Archive(paths: [paths[0], place.folder.path + "/x.tar"]) }.contains("is not part of"))
    }

    @Test("after yz go on with zaaa, as split has it")
    func longer() throws {
        let place = try ArchivePlace()
        let paths = try ["a.tar.gz.zaaa", "a.tar.gz.yz", "a.tar.gz.zaab"].map { try place.folder.write([1], to: $0) }
        #expect(message { _ = try Archive(paths: paths) }.contains("a.tar.gz.aa: this part of the archive is missing"))
        var names: [String] = []
        for first in "abcdefghijklmnopqrstuvwxy" {
            for second in "abcdefghijklmnopqrstuvwxyz" { names.append("\(first)\(second)") }
        }
        let all = try (names + ["zaaa", "zaab"]).map { try place.folder.write([1], to: "a.tar.gz." + $0) }
        let archive = try Archive(paths: all.shuffled())
        #expect(archive.partCount == 652 && archive.parts.parts.last?.path.hasSuffix("zaab") == true)
    }

    @Test("that are several values of an option, or fit one pattern, are one source; whole archives are several")
    func sources() throws {
        let place = try ArchivePlace()
        let bytes = try WrittenArchive.bytes(.gzip, ArchivePlace.files(9, seed: 1))
        let parts = try place.write(bytes, as: "seg.tar.gz", parts: 3)
        let whole = try place.write(bytes, as: "b.tar.gz") + place.write(bytes, as: "c.tar.gz")
        let name = place.folder.file("seg.tar.gz")
        #expect(try ArchivePaths.sources(parts) == [.archives([parts], given: name)])
        #expect(try ArchivePaths.sources([name + ".*"]) == [.archives([parts], given: name)])
        #expect(
            try ArchivePaths.sources([whole[0], parts[0], whole[1], parts[1], parts[2], place.folder.path]) == [
                .archives([[whole[0]]], given: whole[0]), .archives([parts], given: name),
                .archives([[whole[1]]], given: whole[1]), .folder(place.folder.path),
            ])
        let pattern = place.folder.file("[bc].tar.gz")
        #expect(try ArchivePaths.sources([pattern]) == [.archives(whole.map { [$0] }, given: pattern)])
        #expect(
            message { _ = try ArchivePaths.sources([place.folder.file("*.zip")]) }.contains("no file fits this pattern")
        )
    }
}
#endif
