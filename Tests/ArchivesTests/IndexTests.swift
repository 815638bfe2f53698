#if Archive
import Archives
import CZlib
import Imaging
import TestSupport
import Testing

@Suite("The index of an archive")
struct IndexTests {
    @Test("is the same after it was written and read", arguments: [WrittenArchive.Form.gzip, .pax, .zip, .xz])
    func roundTrip(_ form: WrittenArchive.Form) throws {
        let place = try ArchivePlace()
        let bytes = try WrittenArchive.bytes(form, ArchivePlace.files(300, seed: 2, largest: 60_000))
        let archive = try Archive(paths: place.write(bytes, as: "a.bin"))
        let index = try archive.index()
        #expect(!archive.hasIndexFile)
        try index.write(to: archive.indexPath)
        #expect(archive.hasIndexFile)
        #expect(try archive.index() == index)
        #expect((form == .gzip) == (index.restartPointCount > 0))
    }

    @Test("fits the same archive under another name and in other parts")
    func renamed() throws {
        let place = try ArchivePlace()
        let files = ArchivePlace.files(50, seed: 2)
        let bytes = try WrittenArchive.bytes(.gzip, files)
        let whole = try Archive(paths: place.write(bytes, as: "a.tar.gz"))
        try whole.index().write(to: place.folder.file("b.tar.gz.rcaindex"))
        let split = try Archive(paths: place.write(bytes, as: "b.tar.gz", parts: 4))
        #expect(split.hasIndexFile)
        try #expect(ArchivePlace.same(ArchivePlace.indexed(split, split.index()), files))
    }

    @Test("of another archive is refused in one line, and so is a damaged one")
    func other() throws {
        let place = try ArchivePlace()
        let archive = try Archive(
            paths: place.write(WrittenArchive.bytes(.gzip, ArchivePlace.files(50, seed: 2)), as: "a.tar.gz"))
        let other = try Archive(
            paths: place.write(WrittenArchive.bytes(.gzip, ArchivePlace.files(50, seed: 3)), as: "b.tar.gz"))
        try other.index().write(to: archive.indexPath)
        #expect(
            message { _ = try archive.index() }.contains(
                "a.tar.gz.rcaindex: is the index of another archive, or \(archive.name) has changed since; make it again"
            ))

        var bytes = try InputFile.read(at: archive.indexPath)
        for position in stride(from: 8, to: bytes.count, by: 97) {
            var damaged = bytes
            damaged[position] ^= 1
            _ = try place.folder.write(damaged, to: "a.tar.gz.rcaindex")
            #expect(message { _ = try archive.index() }.contains("a.tar.gz.rcaindex: "))
        }
        bytes.removeLast(9)
        _ = try place.folder.write(bytes, to: "a.tar.gz.rcaindex")
        #expect(message { _ = try archive.index() }.contains("the index is damaged"))
        _ = try place.folder.write(Array("a text".utf8), to: "a.tar.gz.rcaindex")
        #expect(message { _ = try archive.index() }.contains("is no index of an archive"))
    }

    @Test(
        "whose numbers are wrong, though its checksum is right, is damaged",
        arguments: [UInt64.max, 1 << 62, (1 << 50) + 1] as [UInt64])
    func wrongNumbers(wrong: UInt64) throws {
        let place = try ArchivePlace()
        let archive = try Archive(
            paths: place.write(WrittenArchive.bytes(.gzip, ArchivePlace.files(3, seed: 2)), as: "a.tar.gz"))
        try archive.index().write(to: archive.indexPath)
        let bytes = try InputFile.read(at: archive.indexPath)
        func number(at place: Int) -> Int { (0..<8).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) } }
        // After the head: names, where each ends, sizes and places, each array with its count.
        let (span, unpacked, names) = (28, 36, 44)
        let ends = names + 8 + number(at: names)
        let sizes = ends + 8 + 8 * 3
        let places = sizes + 8 + 8 * 3
        #expect([ends, sizes, places].allSatisfy { number(at: $0) == 3 })
        for position in [span, unpacked] + [ends, sizes, places].flatMap({ [$0 + 8, $0 + 16, $0 + 24] }) {
            var damaged = bytes
            for index in 0..<8 { damaged[position + index] = UInt8(truncatingIfNeeded: wrong >> (8 * index)) }
            let check = damaged.withUnsafeBufferPointer { crc32_z(0, $0.baseAddress, $0.count - 4) }
            for index in 0..<4 { damaged[bytes.count - 4 + index] = UInt8(truncatingIfNeeded: check >> (8 * index)) }
            _ = try place.folder.write(damaged, to: "a.tar.gz.rcaindex")
            #expect(message { _ = try archive.index() }.contains("the index is damaged"), "byte \(position)")
        }
    }

    @Test(
        "gives any files in any order as reading from the front does",
        arguments: [WrittenArchive.Form.gzip, .paxGzip, .gnu, .zip, .storedZip, .zstandard])
    func subsets(_ form: WrittenArchive.Form) throws {
        let place = try ArchivePlace()
        let files = ArchivePlace.files(500, seed: 7, largest: 80_000)
        let bytes = try WrittenArchive.bytes(form, files)
        let archive = try Archive(paths: place.write(bytes, as: "a.bin", parts: 7))
        let index = try archive.index()
        #expect(index.count == files.count)
        if form == .gzip { #expect(index.restartPointCount >= 2) }
        var random = SeededGenerator(seed: 9)
        for share in [1, 4, 64, 250] {
            let wanted = (0..<500).filter { _ in Int.random(in: 0..<share, using: &random) == 0 }
            let reader = IndexedArchive(archive, index)
            var seen: [Int] = []
            reader.deliver(wanted) { position, result in
                seen.append(position)
                #expect((try? result.get()) == files[position].bytes)
                return true
            }
            #expect(seen == wanted)
        }
        let reader = IndexedArchive(archive, index)
        var buffer: [UInt8] = []
        for position in (0..<500).shuffled(using: &random).prefix(form == .zstandard ? 8 : 60) {
            try reader.read(position, into: &buffer)
            #expect(buffer == files[position].bytes)
        }
    }

    @Test("lets one file in many be read without unpacking the rest")
    func jumps() throws {
        let place = try ArchivePlace()
        let files = ArchivePlace.files(900, seed: 10, largest: 80_000)
        let archive = try Archive(paths: place.write(WrittenArchive.bytes(.gzip, files), as: "a.tar.gz"))
        let index = try archive.index()
        let reader = IndexedArchive(archive, index)
        var buffer: [UInt8] = []
        try reader.read(850, into: &buffer)
        #expect(buffer == files[850].bytes && reader.jumps == 1)
        #expect(reader.inflatedBytes < 6 << 20 && index.totalBytes > 20 << 20)
    }
}
#endif
