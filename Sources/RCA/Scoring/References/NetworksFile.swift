package import Imaging

/// A reference set's networks in a file of their own, beside a folder of references.
///
/// Layout: ``FileHead``, marked by `RCA networks` and zeros, with the CRC-32C of each network; the networks.
package enum NetworksFile {
    /// What the file is called in the folder that holds `images/` and `labels/`.
    package static let name = "networks.rcanet"
    /// How the name of such a file ends.
    package static let ending = ".rcanet"

    private static let magic = Array("RCA networks\0\0\0\0".utf8)
    private static let formatVersion: UInt32 = 1
    private static let maximumBytes = 1 << 30

    private struct Header: Codable {
        var structures: [Structure]
        /// Of the references that the networks were trained on.
        var digest: String
        var networks: ReferenceBundle.Header.Networks
    }

    /// Writes the networks of a set, whole or not at all.
    ///
    /// - Parameter whenWhole: as that of `AtomicFile.commit`.
    /// - Throws: ``InputError`` where the file cannot be written.
    /// - Precondition: the set has networks.
    package static func write(
        _ set: ReferenceSet, to path: String, whenWhole: (_ hidden: String) throws(InputError) -> Void = { _ in }
    ) throws(InputError) {
        guard let learned = set.networks else { preconditionFailure("a set without networks has none to write") }
        let (networks, bytes) = try ReferenceBundle.encoded(learned, path)
        let header = Header(structures: set.structures, digest: set.digest, networks: networks)
        guard let start = FileHead.encoded(mark: magic, version: formatVersion, header: header) else {
            throw InputError(.outputUnwritable, path, "the header cannot be encoded")
        }
        var file = try AtomicFile(at: path)
        try file.append(start)
        for network in bytes { try file.append(network) }
        try file.commit(whenWhole: whenWhole)
    }

    /// A folder's references with the networks that lie beside them: the set itself where there are none, or where they
    /// were trained for other structures of the same label maps.
    ///
    /// - Throws: ``InputError`` where the file is damaged or of another version, or was trained on other references.
    package static func added(to set: ReferenceSet, in folder: String) throws(InputError) -> ReferenceSet {
        let path = joined(folder, name)
        guard FileIdentity.isTaken(path) else { return set }
        let bytes = try InputFile.read(at: path, maximumBytes: maximumBytes)
        let (header, start) = try header(bytes, path)
        guard header.structures == set.structures else { return set }
        guard header.digest == set.digest else {
            throw InputError(
                .referenceInvalid, path, "was trained on other references than those beside it",
                remedy: "train again with 'rca-cli reference learn', or move the file away to go without networks")
        }
        guard let length = header.networks.byteCount else { throw damaged(path, "its networks have no sizes") }
        guard bytes.count - start == length else {
            throw damaged(path, "it has \(bytes.count) bytes instead of \(start + length)")
        }
        let shape = ReferenceBundle.Shape(
            structureCount: set.structures.count, referenceCount: set.references.count, parameters: set.parameters)
        let learned = bytes[start...].withUnsafeBytes { networks in
            Result { () throws(InputError) in
                try ReferenceBundle.networks(header.networks, shape, in: networks, path)
            }
        }
        return set.with(try learned.get())
    }

    /// The structures that the networks in a folder were trained for: nil where there are none.
    ///
    /// - Throws: ``InputError`` where the file is damaged or of another version.
    package static func structures(in folder: String) throws(InputError) -> StructureList? {
        let path = joined(folder, name)
        guard FileIdentity.isTaken(path) else { return nil }
        return try StructureList(header(InputFile.read(at: path, maximumBytes: maximumBytes), path).0.structures)
    }

    private static func header(_ bytes: [UInt8], _ path: String) throws(InputError) -> (Header, start: Int) {
        guard bytes.starts(with: magic) else {
            throw InputError(
                .formatUnsupported, path, "is not a file of networks",
                remedy: "move it away, or make one with 'rca-cli reference learn'")
        }
        guard let head = bytes.withUnsafeBytes({ FileHead($0) }) else {
            throw damaged(path, "it ends within its header")
        }
        guard head.version == formatVersion else {
            throw InputError(
                .formatUnsupported, path,
                "is a file of networks of format \(head.version); this program reads format \(formatVersion)",
                remedy: "make it again with 'rca-cli reference learn'")
        }
        guard head.hasWholeHeader else { throw damaged(path, "it ends within its header") }
        guard let header = head.header(Header.self) else {
            throw damaged(path, "its header does not match its checksum")
        }
        return (header, head.end)
    }

    private static func damaged(_ path: String, _ problem: String) -> InputError {
        ReferenceBundle.damaged(path, problem, madeBy: "learn")
    }
}
