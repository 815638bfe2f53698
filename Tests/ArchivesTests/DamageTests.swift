#if Archive
import Archives
import Imaging
import TestSupport
import Testing

@Suite("A damaged archive")
struct DamageTests {
    @Test(
        "cut short gives what came before, and names its last part and the end",
        arguments: [WrittenArchive.Form.gzip, .tar, .zstandard])
    func truncated(_ form: WrittenArchive.Form) throws {
        let place = try ArchivePlace()
        let files = ArchivePlace.files(90, seed: 4)
        let bytes = try WrittenArchive.bytes(form, files)
        let paths = try place.write(Array(bytes[..<(bytes.count * 3 / 4)]), as: "seg.\(form.rawValue)", parts: 3)
        let archive = try Archive(paths: paths)
        let index = try archive.index()
        #expect(index.count > 40 && index.count < 90)
        try #expect(ArchivePlace.same(ArchivePlace.indexed(archive, index), Array(files[..<index.count])))
        let damage = try #require(index.damage)
        #expect(damage.subject == paths[2] && damage.description.contains("at its end of"), "\(damage)")
        #expect(
            damage.description.contains("add the part \(place.folder.file("seg.\(form.rawValue).ad")) if there is one"))
        #expect(message { try index.write(to: place.folder.file("x.rcaindex")) } == "\(damage)")
    }

    @Test("of split tar that lacks its last part at the very end of a file is noticed too")
    func noMarker() throws {
        let place = try ArchivePlace()
        var tar = TarBuilder()
        for number in 0..<6 { tar.add("\(number).png", Array(repeating: 7, count: 1024)) }
        let archive = try Archive(paths: place.write(tar.bytes, as: "a.tar", parts: 3))
        let index = try archive.index()
        #expect(index.count == 6)
        #expect(index.damage?.description.contains("a.tar.ac: ends without the end marker of a tar file") == true)
        let whole = try Archive(paths: place.write(tar.finished, as: "b.tar", parts: 3))
        #expect(try whole.index().damage == nil)
    }

    @Test("in the middle of a part gives what came before, and names that part and the position")
    func middle() throws {
        let place = try ArchivePlace()
        let files = ArchivePlace.files(90, seed: 5)
        var bytes = try WrittenArchive.bytes(.gzip, files)
        let third = (bytes.count + 2) / 3
        for position in third + 2000..<third + 2200 { bytes[position] = ~bytes[position] }
        let archive = try Archive(paths: place.write(bytes, as: "seg.tar.gz", parts: 3))
        let index = try archive.index()
        let damage = try #require(index.damage)
        #expect(damage.subject.hasSuffix("seg.tar.gz.ab") && damage.description.contains("damaged"), "\(damage)")
        #expect(index.count > 10 && index.count < 60)
        // What is hit may unpack to something else; zlib notices only where it cannot go on.
        try #expect(ArchivePlace.same(Array(ArchivePlace.indexed(archive, index)[..<10]), Array(files[..<10])))
    }

    @Test("after its index was made fails for the files that are hit, and not for those behind the next restart point")
    func later() throws {
        let place = try ArchivePlace()
        let files = ArchivePlace.files(400, seed: 6, largest: 90_000)
        var bytes = try WrittenArchive.bytes(.gzip, files)
        let path = try place.write(bytes, as: "seg.tar.gz")
        let archive = try Archive(paths: path)
        let index = try archive.index()
        #expect(index.restartPointCount >= 2)
        for position in 2_000_100..<2_000_140 { bytes[position] = ~bytes[position] }
        _ = try place.write(bytes, as: "seg.tar.gz")
        let reader = IndexedArchive(try Archive(paths: path), index)
        var (good, bad) = (0, 0)
        reader.deliver(Array(0..<index.count)) { position, result in
            switch result {
            case .success(let content):
                #expect(content == files[position].bytes)
                good += 1
            case .failure: bad += 1
            }
            return true
        }
        #expect(bad > 0 && good > 150 && good + bad == 400, "\(good) good, \(bad) bad")
    }
}
#endif
