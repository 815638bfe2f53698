public import Imaging

/// Every file of an archive with its size and its place, so that any of them can be read without those before it.
///
/// Packed tightly: some 30 bytes and the name for each file.
public struct ArchiveIndex: Sendable, Equatable {
    /// The ending of the file that an index is kept in, beside the archive.
    public static let fileExtension = ".rcaindex"

    /// How a file's bytes are reached.
    enum Access: UInt32, Sendable {
        /// By their position: a plain tar.
        case direct
        /// By the restart point before them: a tar in gzip.
        case gzip
        /// By the archive's own directory: a zip. A file's place is its number.
        case directory
        /// By reading all that comes before: other compressed tars. A file's place is its number.
        case sequential
    }

    var access: Access
    let identity: ArchiveIdentity
    /// UTF-8, one after the other.
    var names: [UInt8] = []
    var nameEnds: [UInt64] = []
    var sizes: [UInt64] = []
    /// Positions in the unpacked stream, or numbers of entries.
    var places: [UInt64] = []
    /// CRC-32 of a file's bytes; none in a zip, which has its own.
    var checks: [UInt32] = []
    var restartPoints: [RestartPoint] = []
    /// Unpacked bytes between restart points.
    var span: Int
    /// Unpacked bytes up to the last file's end.
    var unpackedBytes: UInt64 = 0
    /// Files that cannot be used: encrypted, with names that are no text.
    public internal(set) var refused: [Refusal] = []
    public internal(set) var skipped = SkippedEntries()
    /// Where the archive is damaged, if it is: everything before is in the index. Such an index is not kept.
    public internal(set) var damage: InputError?

    /// A file that is there and cannot be used.
    public struct Refusal: Sendable, Equatable {
        public let name: String
        public let error: InputError
    }

    init(access: Access, identity: ArchiveIdentity, span: Int) {
        self.access = access
        self.identity = identity
        self.span = span
    }

    /// Files that can be read.
    public var count: Int { sizes.count }
    public var isEmpty: Bool { sizes.isEmpty }
    public var restartPointCount: Int { restartPoints.count }
    /// Whether any file can be read without all files before it.
    public var canJump: Bool { access != .sequential }

    /// A file's name with its folders, in the order of the archive.
    public func name(at position: Int) -> String {
        String(decoding: names[nameStart(position)..<Int(nameEnds[position])], as: UTF8.self)
    }

    /// The UTF-8 of a file's name without its folders.
    package func baseName(at position: Int) -> ArraySlice<UInt8> {
        let name = names[nameStart(position)..<Int(nameEnds[position])]
        return name.lastIndex(of: UInt8(ascii: "/")).map { name[($0 + 1)...] } ?? name
    }

    /// The UTF-8 of the folder that a file is in, the last one of several; empty for none.
    package func folderName(at position: Int) -> ArraySlice<UInt8> {
        let name = names[nameStart(position)..<Int(nameEnds[position])]
        guard let end = name.lastIndex(of: UInt8(ascii: "/")) else { return [] }
        let folders = name[..<end]
        return folders.lastIndex(of: UInt8(ascii: "/")).map { folders[($0 + 1)...] } ?? folders
    }

    /// A file's bytes, unpacked.
    public func bytes(at position: Int) -> Int { Int(sizes[position]) }

    /// Unpacked bytes of all files.
    public var totalBytes: Int { sizes.reduce(0) { $0 + Int($1) } }

    /// In words, for a person.
    public var form: String {
        switch access {
        case .direct: "tar"
        case .gzip: "tar in gzip, \(restartPoints.count) restart points"
        case .directory: "zip"
        case .sequential: "compressed tar without restart points: every reader begins at the front"
        }
    }

    private func nameStart(_ position: Int) -> Int { position == 0 ? 0 : Int(nameEnds[position - 1]) }

    mutating func append(_ entry: ArchiveEntry, place: Int, check: UInt32) {
        names.append(contentsOf: entry.name.utf8)
        nameEnds.append(UInt64(names.count))
        sizes.append(UInt64(entry.bytes))
        places.append(UInt64(place))
        checks.append(check)
    }
}
