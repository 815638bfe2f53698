#if Archive
import Archives
import Imaging
import TestSupport

/// A folder for one test's archives, with the files that are put into them.
struct ArchivePlace {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Files like masks: of kilobytes, some that compress and some that hardly do, some empty.
    static func files(_ count: Int, seed: UInt64, largest: Int = 6000) -> [(name: String, bytes: [UInt8])] {
        var random = SeededGenerator(seed: seed)
        return (0..<count).map { number in
            let size = number % 17 == 5 ? 0 : Int.random(in: 1...largest, using: &random)
            let range: ClosedRange<UInt8> = number % 3 == 0 ? 0...255 : 0...3
            return ("masks/\(number / 100)/mask_\(number).png", random.bytes(size, in: range))
        }
    }

    /// Writes an archive as one file, or cut into parts `.aa`, `.ab` and so on.
    func write(_ bytes: [UInt8], as name: String, parts: Int = 1) throws -> [String] {
        guard parts > 1 else { return [try folder.write(bytes, to: name)] }
        let length = (bytes.count + parts - 1) / parts
        return try (0..<parts).map { part in
            let letter = String(UnicodeScalar(UInt8(ascii: "a") + UInt8(part)))
            let piece = bytes[min(part * length, bytes.count)..<min((part + 1) * length, bytes.count)]
            return try folder.write(Array(piece), to: "\(name).a\(letter)")
        }
    }

    /// All files by reading through the archive once.
    static func streamed(_ archive: Archive) throws -> [(name: String, bytes: [UInt8])] {
        let stream = try ArchiveStream(archive.parts, limits: archive.limits)
        var files: [(name: String, bytes: [UInt8])] = []
        var buffer: [UInt8] = []
        while let entry = try stream.next() {
            guard entry.kind == .file else { continue }
            try stream.read(into: &buffer)
            files.append((entry.name, buffer))
        }
        return files
    }

    /// All files by the index.
    static func indexed(_ archive: Archive, _ index: ArchiveIndex) throws -> [(name: String, bytes: [UInt8])] {
        let reader = IndexedArchive(archive, index)
        var buffer: [UInt8] = []
        return try (0..<index.count).map { position in
            try reader.read(position, into: &buffer)
            return (index.name(at: position), buffer)
        }
    }

    static func same(_ left: [(name: String, bytes: [UInt8])], _ right: [(name: String, bytes: [UInt8])]) -> Bool {
        left.elementsEqual(right, by: ==)
    }
}

/// The message of the error that the work ends with; empty where it does not fail.
func message(_ work: () throws -> Void) -> String {
    do {
        try work()
        return ""
    } catch {
        return "\(error)"
    }
}
#endif
