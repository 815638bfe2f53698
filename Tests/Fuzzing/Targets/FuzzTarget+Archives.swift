import Archives
import CZlib
import Foundation
import RCA

extension FuzzTarget {
    /// None in a build without libarchive.
    static var archives: [FuzzTarget] {
        guard ArchiveLibrary.isBuilt else { return [] }
        let limits = ArchiveLimits(
            entryBytes: 1 << 20, entries: 2000, expansion: 500, expansionAllowance: 1 << 24, nameBytes: 4096)
        return [
            FuzzTarget(
                name: "archive",
                accepts: { bytes, place in
                    let file = place.file(bytes, "m.tar")
                    return takes {
                        let archive = try Archive(paths: [file], limits: limits)
                        let reader = IndexedArchive(archive, try ArchiveIndex(of: archive))
                        var content: [UInt8] = []
                        for position in 0..<reader.index.count {
                            _ = takes { try reader.read(position, into: &content) }
                        }
                    }
                }, seeds: { _ in [tar(), try gzip(tar()), zip()] }),
            FuzzTarget(
                name: "archive-index",
                accepts: { bytes, place in
                    // With its checksum made right, of the same archive always.
                    let archive = place.file(tar(), "i.tar")
                    var bytes = Array(bytes.dropLast(4))
                    withUnsafeBytes(of: checksum(bytes).littleEndian) { bytes.append(contentsOf: $0) }
                    let file = place.file(bytes, "i.tar" + ArchiveIndex.fileExtension)
                    return takes {
                        let archive = try Archive(paths: [archive], limits: limits)
                        let reader = IndexedArchive(archive, try ArchiveIndex(path: file, of: archive))
                        var content: [UInt8] = []
                        for position in 0..<min(reader.index.count, 50) {
                            _ = reader.path(at: position)
                            _ = takes { try reader.read(position, into: &content) }
                        }
                    }
                },
                seeds: { _ in
                    let place = try FuzzPlace()
                    let archive = try Archive(paths: [place.file(tar(), "i.tar")])
                    _ = try ArchiveIndex(of: archive).write(to: archive.indexPath)
                    return [try Array(Data(contentsOf: URL(filePath: archive.indexPath)))]
                }),
        ]
    }

    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        bytes.withUnsafeBufferPointer { UInt32(crc32(0, $0.baseAddress, UInt32($0.count))) }
    }

    /// Two files in a tar (POSIX.1-1988, ustar).
    private static func tar() -> [UInt8] {
        var bytes: [UInt8] = []
        for (name, content) in [("masks/a.png", "hello"), ("masks/b.png", String(repeating: "x", count: 600))] {
            var header = [UInt8](repeating: 0, count: 512)
            func put(_ text: String, at position: Int) {
                header.replaceSubrange(position..<position + text.utf8.count, with: text.utf8)
            }
            let size = String(content.utf8.count, radix: 8)
            put(name, at: 0)
            put("0000644", at: 100)
            put("0000000", at: 108)
            put("0000000", at: 116)
            put(String(repeating: "0", count: 11 - size.count) + size, at: 124)
            put("14525272400", at: 136)
            put("        0", at: 148)
            put("ustar\u{0}00", at: 257)
            let sum = String(header.reduce(0) { $0 + Int($1) }, radix: 8)
            put(String(repeating: "0", count: 6 - sum.count) + sum + "\u{0} ", at: 148)
            bytes += header + Array(content.utf8)
            bytes += [UInt8](repeating: 0, count: (512 - content.utf8.count % 512) % 512)
        }
        return bytes + [UInt8](repeating: 0, count: 1024)
    }

    private static func gzip(_ bytes: [UInt8]) throws -> [UInt8] {
        var stream = z_stream()
        deflateInit2_(
            &stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        defer { deflateEnd(&stream) }
        var (input, output) = (bytes, [UInt8](repeating: 0, count: bytes.count + 100))
        let count = input.withUnsafeMutableBufferPointer { source in
            output.withUnsafeMutableBufferPointer { target in
                stream.next_in = source.baseAddress
                stream.avail_in = UInt32(source.count)
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(target.count)
                _ = deflate(&stream, Z_FINISH)
                return target.count - Int(stream.avail_out)
            }
        }
        return Array(output[..<count])
    }

    /// One stored file.
    private static func zip() -> [UInt8] {
        func little(_ value: UInt32, _ count: Int) -> [UInt8] {
            (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        let (name, content) = (Array("a.png".utf8), Array("hello".utf8))
        let sizes = little(checksum(content), 4) + little(5, 4) + little(5, 4) + little(5, 2) + little(0, 2)
        let local = little(0x0403_4b50, 4) + little(20, 2) + little(0, 8) + sizes + name + content
        let central =
            little(0x0201_4b50, 4) + little(20, 2) + little(20, 2) + little(0, 8) + sizes
            + [UInt8](repeating: 0, count: 14)
            + name
        let end =
            little(0x0605_4b50, 4) + little(0, 4) + little(1, 2) + little(1, 2) + little(UInt32(central.count), 4)
            + little(UInt32(local.count), 4) + little(0, 2)
        return local + central + end
    }
}
