import Dispatch
public import Imaging
import Synchronization

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A reference set in one file: everything worked out, mapped into memory, versioned and checksummed.
///
/// Layout: 16 bytes `RCA references\n` and a zero; format version, UInt32; header length, UInt32; SHA-256 of the
/// header; the header as JSON; zeros to a multiple of 4096; one block a reference. The header holds
/// the CRC-32C of every block. All integers little-endian.
public enum ReferenceBundle {
    /// Raised whenever the bytes of a block or their meaning change.
    public static let formatVersion: UInt32 = 4

    static let magic = Array("RCA references\n\0".utf8)
    private static let prefixLength = 16 + 4 + 4 + 32
    private static let alignment = 4096

    struct Header: Codable {
        var structures: [Structure]
        var parameters: ReferenceParameters
        var digest: String
        /// Worked out when the bundle was built.
        var statistics: ReferenceStatistics?
        /// Worked out when the bundle was built.
        var calibration: PosteriorCalibration?
        var references: [Entry]

        struct Entry: Codable {
            var name: String
            var crc32c: UInt32
        }
    }

    /// Whether the file begins like a bundle, of any version.
    public static func isBundle(_ path: String) -> Bool {
        guard let bytes = try? InputFile.read(at: path, maximumBytes: .max, first: magic.count) else { return false }
        return bytes == magic
    }

    /// Writes prepared references as a bundle, whole or not at all.
    ///
    /// - Parameters:
    ///   - prepared: the references.
    ///   - set: the set that was made of them; without statistics, every case that is scored with it is doubtful.
    /// - Parameter whenWhole: as that of `AtomicFile.commit`.
    /// - Throws: ``InputError`` where the file cannot be written.
    public static func write(
        _ prepared: [PreparedReference], of set: ReferenceSet, to path: String,
        whenWhole: (_ hidden: String) throws(InputError) -> Void = { _ in }
    ) throws(InputError) {
        let ordered = prepared.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        let header = Header(
            structures: set.structures, parameters: set.parameters, digest: set.digest, statistics: set.statistics,
            calibration: set.calibration,
            references: ordered.map { Header.Entry(name: $0.name, crc32c: CyclicRedundancyCheck.value(of: $0.block)) })
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        guard let json = try? encoder.encode(header) else {
            throw InputError(.outputUnwritable, path, "the bundle's header cannot be encoded")
        }
        var start = magic
        withUnsafeBytes(of: formatVersion.littleEndian) { start.append(contentsOf: $0) }
        withUnsafeBytes(of: UInt32(json.count).littleEndian) { start.append(contentsOf: $0) }
        start.append(contentsOf: SHA256.hash(json))
        start.append(contentsOf: json)
        start.append(contentsOf: repeatElement(0, count: blockOffset(headerLength: json.count) - start.count))
        var file = try AtomicFile(at: path)
        try file.append(start)
        for reference in ordered { try file.append(reference.block) }
        try file.commit(whenWhole: whenWhole)
    }

    /// The same without statistics, for references that were not made a set before.
    ///
    /// - Throws: ``InputError`` where the references do not make a set or the file cannot be written.
    public static func write(
        _ prepared: [PreparedReference], structures: [Structure], parameters: ReferenceParameters, to path: String
    ) throws(InputError) {
        try write(
            prepared, of: ReferenceSet(prepared, structures: structures, parameters: parameters, named: path),
            to: path)
    }

    /// Maps a bundle and checks all of it.
    ///
    /// - Throws: ``InputError``: missing or unreadable, not a bundle, of another format version, or damaged (and
    ///   which part).
    public static func open(_ path: String) throws(InputError) -> ReferenceSet {
        let memory = try ReferenceMemory(mapping: path)
        let header = try header(of: memory, path)
        guard header.parameters.isUsable else { throw damaged(path, "its parameters are out of range") }
        let block = ReferenceBlock(
            parameters: header.parameters, structureCount: header.structures.count)
        let offsets = header.references.indices.map { index in
            firstBlock(of: memory) + index * block.byteCount
        }
        let expected = firstBlock(of: memory) + header.references.count * block.byteCount
        guard memory.count == expected else {
            throw damaged(path, "it has \(memory.count) bytes instead of \(expected)")
        }
        try check(header, blocks: offsets.map { memory.buffer(at: $0, count: block.byteCount) }, path)
        var references: [Reference] = []
        for (entry, offset) in zip(header.references, offsets) {
            references.append(
                try block.reference(
                    name: entry.name, in: memory, at: offset, structureCount: header.structures.count, file: path))
        }
        return try ReferenceSet(
            structures: header.structures, parameters: header.parameters, references: references,
            digest: header.digest, named: path
        ).with(header.statistics).with(header.calibration)
    }

    private static func header(of memory: ReferenceMemory, _ path: String) throws(InputError) -> Header {
        guard memory.count >= magic.count, memory.bytes(at: 0, count: magic.count) == magic else {
            throw InputError(
                .formatUnsupported, path, "is not a reference bundle",
                remedy: "name a file made by 'rca-cli reference build', or a folder with images/ and labels/")
        }
        guard memory.count >= prefixLength else { throw damaged(path, "it ends within its header") }
        let version = integer(memory, at: 16)
        guard version == formatVersion else {
            throw InputError(
                .formatUnsupported, path,
                "is a bundle of format \(version); this program reads format \(formatVersion)",
                remedy: "build it again with 'rca-cli reference build'")
        }
        let length = Int(integer(memory, at: 20))
        guard blockOffset(headerLength: length) <= memory.count else {
            throw damaged(path, "it ends within its header")
        }
        let json = memory.bytes(at: prefixLength, count: length)
        guard SHA256.hash(json) == memory.bytes(at: 24, count: 32),
            let header = try? JSONDecoder().decode(Header.self, from: Data(json))
        else { throw damaged(path, "its header does not match its checksum") }
        let end = prefixLength + length
        guard memory.buffer(at: end, count: blockOffset(headerLength: length) - end).allSatisfy({ $0 == 0 }) else {
            throw damaged(path, "there is something between its header and its first reference")
        }
        return header
    }

    /// Reading tens of megabytes is most of opening a bundle, so every processor takes a share.
    private static func check(
        _ header: Header, blocks: [UnsafeRawBufferPointer], _ path: String
    ) throws(InputError) {
        let firstBad = Mutex<Int?>(nil)
        struct Blocks: @unchecked Sendable { let all: [UnsafeRawBufferPointer] }
        let shared = Blocks(all: blocks)
        DispatchQueue.concurrentPerform(iterations: blocks.count) { index in
            guard CyclicRedundancyCheck.value(of: shared.all[index]) != header.references[index].crc32c else { return }
            firstBad.withLock { $0 = min($0 ?? index, index) }
        }
        if let index = firstBad.withLock({ $0 }) {
            throw damaged(path, "reference '\(header.references[index].name)' does not match its checksum")
        }
    }

    private static func damaged(_ path: String, _ problem: String) -> InputError {
        InputError(
            .fileDamaged, path, "the reference bundle is damaged: \(problem)",
            remedy: "copy it again, or build it again with 'rca-cli reference build'")
    }

    private static func integer(_ memory: ReferenceMemory, at offset: Int) -> UInt32 {
        memory.bytes(at: offset, count: 4).reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }

    private static func blockOffset(headerLength: Int) -> Int {
        (prefixLength + headerLength + alignment - 1) / alignment * alignment
    }

    private static func firstBlock(of memory: ReferenceMemory) -> Int {
        blockOffset(headerLength: Int(integer(memory, at: 20)))
    }
}
