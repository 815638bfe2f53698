#if Archive
import Archives
import CArchive
import Imaging
import TestSupport
import Testing

@Suite("An archive is read")
struct FormTests {
    @Test(
        "whatever its form, by content, with long names and names beyond ASCII", arguments: WrittenArchive.Form.allCases
    )
    func forms(_ form: WrittenArchive.Form) throws {
        let place = try ArchivePlace()
        var files = ArchivePlace.files(60, seed: 3)
        if form != .tar {
            files[7].name = "größe/маска_7.png"
            files[8].name = String(repeating: "deep/", count: 40) + "mask_8.png"
        }
        let archive = try Archive(paths: place.write(try WrittenArchive.bytes(form, files), as: "no-extension"))
        try #expect(ArchivePlace.same(ArchivePlace.streamed(archive), files))
        let index = try archive.index()
        #expect(index.damage == nil && index.refused.isEmpty && index.skipped.counts.isEmpty)
        try #expect(ArchivePlace.same(ArchivePlace.indexed(archive, index), files))
    }

    @Test("from gzip of several members, and with zeros behind the last")
    func members() throws {
        let place = try ArchivePlace()
        let files = ArchivePlace.files(40, seed: 8)
        let tar = try WrittenArchive.bytes(.tar, files)
        let cut = tar.count / 3 + 77
        let bytes = TarBuilder.gzip(Array(tar[..<cut])) + TarBuilder.gzip(Array(tar[cut...])) + [0, 0, 0]
        let archive = try Archive(paths: place.write(bytes, as: "masks.tar.gz", parts: 3))
        let index = try archive.index()
        #expect(index.damage == nil)
        try #expect(ArchivePlace.same(ArchivePlace.indexed(archive, index), files))
        let more = try Archive(paths: place.write(bytes + [7], as: "more.tar.gz"))
        try #expect(more.index().damage?.description.contains("something else follows the gzip data") == true)
    }

    @Test("but not a file of another kind, or one compressed twice")
    func others() throws {
        let place = try ArchivePlace()
        let picture = try Archive(paths: place.write(Array("\u{89}PNG and more".utf8), as: "a.tar"))
        #expect(message { _ = try picture.index() }.contains("a.tar: is no archive that can be read; give a .tar"))
        let text = try Archive(paths: place.write(TarBuilder.gzip(Array("a text".utf8)), as: "b.tar.gz"))
        #expect(message { _ = try text.index() }.contains("b.tar.gz: is no archive that can be read"))
        let path = try place.write([], as: "empty.tar")
        #expect(message { _ = try Archive(paths: path) }.contains("empty.tar: is empty (0 bytes)"))
        #expect(
            message { _ = try Archive(paths: [place.folder.file("none.tar")]) }.contains("none.tar: does not exist"))
        #expect(message { _ = try Archive(paths: [place.folder.path]) }.contains("is no regular file"))
    }
}
#endif
