package import Imaging
import Learning
import Machine

extension ReferenceBundle {
    /// Maps a bundle and checks all of it.
    ///
    /// - Throws: ``InputError``: missing or unreadable, not a bundle, of another format version, or damaged (and
    ///   which part).
    package static func open(_ path: String) throws(InputError) -> ReferenceSet {
        let memory = try ReferenceMemory(mapping: path)
        let header = try header(of: memory, path)
        guard header.parameters.isUsable else { throw damaged(path, "its parameters are out of range") }
        let names = header.structures.map(\.name)
        guard (1...255).contains(names.count), Set(names).count == names.count,
            [header.calibration, header.networks?.calibration, header.registration?.calibration].compactMap(\.self)
                .allSatisfy({ $0.isOf(structureCount: names.count) })
        else { throw damaged(path, "its structures and its calibration do not fit together") }
        let block = ReferenceBlock(
            parameters: header.parameters, structureCount: header.structures.count)
        let offsets = header.references.indices.map { index in
            firstBlock(of: memory) + index * block.byteCount
        }
        let end = firstBlock(of: memory) + header.references.count * block.byteCount
        guard let networkBytes = header.networks.map(\.byteCount) ?? 0,
            (0...Header.Network.mostBytes).contains(header.registration?.network.byteCount ?? 0)
        else { throw damaged(path, "its networks have no sizes", madeBy: learning) }
        let registrationStart = end + networkBytes
        let expected = registrationStart + (header.registration?.network.byteCount ?? 0)
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
        ).with(header.statistics).with(header.calibration).with(
            try header.networks.map { learned throws(InputError) in
                try networks(
                    learned, Shape(header), in: memory.buffer(at: end, count: registrationStart - end), path)
            }
        ).with(try registration(header, memory, at: registrationStart, path)).with(memory)
    }

    private static let learning = "learn"

    private static func registration(
        _ header: Header, _ memory: ReferenceMemory, at offset: Int, _ path: String
    ) throws(InputError) -> ReferenceRegistration? {
        guard let learned = header.registration else { return nil }
        let bytes = memory.bytes(at: offset, count: max(learned.network.byteCount, 0))
        guard CyclicRedundancyCheck.value(of: bytes) == learned.network.crc32c else {
            throw damaged(path, "the network that registers does not match its checksum", madeBy: learning)
        }
        guard let network = try? RegistrationNetwork(decoding: bytes),
            ReferenceRegistration.fits(network.shape, header.parameters)
        else {
            throw damaged(
                path, "the network that registers is of another version, or not for these references", madeBy: learning)
        }
        return ReferenceRegistration(
            network, variant: learned.variant, statistics: learned.statistics, calibration: learned.calibration,
            quality: learned.quality.flatMap { $0.isOf(structureCount: header.structures.count) ? $0 : nil })
    }

    /// What networks have to fit.
    struct Shape {
        let structureCount: Int
        let referenceCount: Int
        let parameters: ReferenceParameters

        init(structureCount: Int, referenceCount: Int, parameters: ReferenceParameters) {
            self.structureCount = structureCount
            self.referenceCount = referenceCount
            self.parameters = parameters
        }

        init(_ header: Header) {
            self.init(
                structureCount: header.structures.count, referenceCount: header.references.count,
                parameters: header.parameters)
        }
    }

    /// - Parameter bytes: of all networks, as many as the header says.
    static func networks(
        _ learned: Header.Networks, _ shape: Shape, in bytes: UnsafeRawBufferPointer, _ path: String
    ) throws(InputError) -> ReferenceNetworks {
        guard !learned.entries.isEmpty, learned.laterality.map({ $0.entries.count == learned.entries.count }) ?? true
        else { throw damaged(path, "it has not as many networks as it says", madeBy: learning) }
        var offset = 0
        var networks: [FoldedNetwork] = []
        for (number, entry) in learned.allEntries.enumerated() {
            let network = [UInt8](UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + max(entry.byteCount, 0)]))
            offset += max(entry.byteCount, 0)
            guard CyclicRedundancyCheck.value(of: network) == entry.crc32c else {
                throw damaged(path, "network \(number + 1) does not match its checksum", madeBy: learning)
            }
            guard let network = try? FoldedNetwork(decoding: network),
                number < learned.entries.count
                    ? NetworkInput.fits(network.shape, structureCount: shape.structureCount, shape.parameters)
                    : LateralityNetworks.fits(network.shape, shape.parameters)
            else {
                throw damaged(
                    path, "network \(number + 1) is of another version, or not for these references", madeBy: learning)
            }
            networks.append(network)
        }
        let laterality = learned.laterality.map {
            LateralityNetworks(Array(networks.dropFirst(learned.entries.count)), model: $0.model)
        }
        return ReferenceNetworks(
            Array(networks.prefix(learned.entries.count)), laterality: laterality,
            referenceCount: shape.referenceCount, calibration: learned.calibration,
            quality: learned.quality.flatMap { $0.isOf(structureCount: shape.structureCount) ? $0 : nil })
    }

    static func header(of memory: ReferenceMemory, _ path: String) throws(InputError) -> Header {
        guard memory.count >= magic.count, memory.bytes(at: 0, count: magic.count) == magic else {
            throw InputError(
                .formatUnsupported, path, "is not a reference bundle",
                remedy: "name a file made by 'rca-cli reference build', or a folder with images/ and labels/")
        }
        guard let head = FileHead(memory.buffer(at: 0, count: memory.count)) else {
            throw damaged(path, "it ends within its header")
        }
        let version = head.version
        guard formatVersions.contains(version) else {
            throw InputError(
                .formatUnsupported, path,
                "is a bundle of format \(version); this program reads formats \(formatVersion) to \(latestFormatVersion)",
                remedy: "build it again with 'rca-cli reference build'")
        }
        let firstBlock = blockOffset(behind: head.end)
        guard head.hasWholeHeader, firstBlock <= memory.count else {
            throw damaged(path, "it ends within its header")
        }
        guard let header = head.header(Header.self) else {
            throw damaged(path, "its header does not match its checksum")
        }
        guard memory.buffer(at: head.end, count: firstBlock - head.end).allSatisfy({ $0 == 0 }) else {
            throw damaged(path, "there is something between its header and its first reference")
        }
        guard version == self.version(of: header) else {
            throw damaged(path, "what it holds does not match its format")
        }
        return header
    }

    /// Reading tens of megabytes is most of opening a bundle, so every processor takes a share.
    private static func check(
        _ header: Header, blocks: [UnsafeRawBufferPointer], _ path: String
    ) throws(InputError) {
        struct Blocks: @unchecked Sendable { let all: [UnsafeRawBufferPointer] }
        let shared = Blocks(all: blocks)
        let sums = ThreadedMap.run(blocks.count, threads: ProcessorCount.available()) { index in
            CyclicRedundancyCheck.value(of: shared.all[index])
        }
        if let index = zip(sums, header.references).enumerated().first(where: { $1.0 != $1.1.crc32c })?.offset {
            throw damaged(path, "reference '\(header.references[index].name)' does not match its checksum")
        }
    }
}
