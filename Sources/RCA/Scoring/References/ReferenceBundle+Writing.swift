package import Imaging
import Learning

extension ReferenceBundle {
    /// Writes prepared references as a bundle, whole or not at all.
    ///
    /// - Parameters:
    ///   - prepared: the references.
    ///   - set: the set that was made of them; without statistics, every case that is scored with it is doubtful.
    /// - Parameter whenWhole: as that of `AtomicFile.commit`.
    /// - Throws: ``InputError`` where the file cannot be written.
    package static func write(
        _ prepared: [PreparedReference], of set: ReferenceSet, to path: String,
        whenWhole: (_ hidden: String) throws(InputError) -> Void = { _ in }
    ) throws(InputError) {
        let ordered = prepared.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        let entries = ordered.map { Header.Entry(name: $0.name, crc32c: CyclicRedundancyCheck.value(of: $0.block)) }
        try write(set, entries, to: path, whenWhole: whenWhole) { file throws(InputError) in
            for reference in ordered { try file.append(reference.block) }
        }
    }

    /// Writes a set that was opened from a bundle as another one, whole or not at all: its references as they are, with
    /// what has been learned of them since.
    ///
    /// - Parameters:
    ///   - source: the bundle that the set was opened from.
    ///   - whenWhole: as that of `AtomicFile.commit`.
    /// - Throws: ``InputError`` where the source is no bundle or not the set's, or the file cannot be written.
    package static func write(
        _ set: ReferenceSet, asIn source: String, to path: String,
        whenWhole: (_ hidden: String) throws(InputError) -> Void = { _ in }
    ) throws(InputError) {
        let memory = try ReferenceMemory(mapping: source)
        let header = try Self.header(of: memory, source)
        guard header.digest == set.digest, header.references.count == set.references.count else {
            throw damaged(source, "it has changed meanwhile")
        }
        let block = ReferenceBlock(parameters: header.parameters, structureCount: header.structures.count)
        try write(set, header.references, to: path, whenWhole: whenWhole) { file throws(InputError) in
            for index in header.references.indices {
                try file.append(
                    memory.bytes(at: firstBlock(of: memory) + index * block.byteCount, count: block.byteCount))
            }
        }
    }

    private static func write(
        _ set: ReferenceSet, _ entries: [Header.Entry], to path: String,
        whenWhole: (_ hidden: String) throws(InputError) -> Void,
        blocks: (inout AtomicFile) throws(InputError) -> Void
    ) throws(InputError) {
        let learned = try set.networks.map { networks throws(InputError) in try encoded(networks, path) }
        var registration: [UInt8]?
        if let learned = set.registration {
            guard let bytes = try? learned.network.encoded() else {
                throw InputError(.outputUnwritable, path, "a network's weights cannot be written in half precision")
            }
            registration = bytes
        }
        let header = Header(
            structures: set.structures, parameters: set.parameters, digest: set.digest, statistics: set.statistics,
            calibration: set.calibration, references: entries,
            networks: learned?.header,
            registration: set.registration.flatMap { learned in
                registration.map {
                    Header.Registration(
                        variant: learned.variant, statistics: learned.statistics, calibration: learned.calibration,
                        quality: learned.quality, network: Header.Network($0))
                }
            })
        guard var start = FileHead.encoded(mark: magic, version: version(of: header), header: header) else {
            throw InputError(.outputUnwritable, path, "the bundle's header cannot be encoded")
        }
        start.append(contentsOf: repeatElement(0, count: blockOffset(behind: start.count) - start.count))
        var file = try AtomicFile(at: path)
        try file.append(start)
        try blocks(&file)
        for network in (learned?.networks ?? []) + [registration].compactMap({ $0 }) { try file.append(network) }
        try file.commit(whenWhole: whenWhole)
    }

    /// Networks as a file holds them: what its header says of them, and the bytes of each.
    static func encoded(
        _ learned: ReferenceNetworks, _ path: String
    ) throws(InputError) -> (header: Header.Networks, networks: [[UInt8]]) {
        var networks: [[UInt8]] = []
        for network in learned.networks + (learned.laterality?.networks ?? []) {
            guard let bytes = try? network.encoded() else {
                throw InputError(.outputUnwritable, path, "a network's weights cannot be written in half precision")
            }
            networks.append(bytes)
        }
        let entries = networks.map { Header.Network($0) }
        let header = Header.Networks(
            calibration: learned.calibration, entries: Array(entries.prefix(learned.count)), quality: learned.quality,
            laterality: learned.laterality.map {
                Header.Laterality(model: $0.model, entries: Array(entries.dropFirst(learned.count)))
            })
        return (header, networks)
    }

    /// The same without statistics, for references that were not made a set before.
    ///
    /// - Throws: ``InputError`` where the references do not make a set or the file cannot be written.
    package static func write(
        _ prepared: [PreparedReference], structures: [Structure], parameters: ReferenceParameters, to path: String
    ) throws(InputError) {
        try write(
            prepared, of: ReferenceSet(prepared, structures: structures, parameters: parameters, named: path),
            to: path)
    }
}

extension ReferenceBundle.Header.Network {
    init(_ bytes: [UInt8]) {
        self.init(byteCount: bytes.count, crc32c: CyclicRedundancyCheck.value(of: bytes))
    }
}
