import Imaging

/// What is read from an archive at most, so that a small file that unpacks without end (a decompression bomb)
/// costs neither memory nor days.
public struct ArchiveLimits: Sendable, Equatable {
    /// Unpacked bytes of one file: room is made for one file at a time.
    public var entryBytes: Int
    /// Files, folders and everything else in the archive.
    public var entries: Int
    /// Unpacked bytes for a packed one, over all that was read. Archives of nearly the same small masks reach 200.
    public var expansion: Int
    /// Unpacked bytes that are read before the expansion is looked at.
    public var expansionAllowance: Int
    /// Bytes of a file's name with its folders.
    public var nameBytes: Int

    /// 512 MiB a file, 50 million entries, 500-fold expansion after the first 64 MiB, names of 4096 bytes.
    public static let standard = ArchiveLimits()

    public init(
        entryBytes: Int = 512 << 20, entries: Int = 50_000_000, expansion: Int = 500,
        expansionAllowance: Int = 64 << 20, nameBytes: Int = 4096
    ) {
        self.entryBytes = entryBytes
        self.entries = entries
        self.expansion = expansion
        self.expansionAllowance = expansionAllowance
        self.nameBytes = nameBytes
    }

    /// - Throws: ``InputError`` where `unpacked` bytes are too many for `packed` ones.
    func checkExpansion(
        packed: Int, unpacked: Int, _ archive: String, entry: String
    ) throws(InputError) {
        guard unpacked > expansionAllowance, unpacked / expansion > packed else { return }
        let place = entry.isEmpty ? "" : " at \(entry)"
        throw InputError(
            .fileUnreadable, archive,
            "unpacks\(place) to more than \(expansion) times its size, the limit: it may be a decompression bomb",
            remedy: "check where it comes from")
    }

    /// - Throws: ``InputError`` where a file has more than ``entryBytes``.
    func checkEntry(bytes: Int, _ archive: String, entry: String) throws(InputError) {
        guard bytes > entryBytes else { return }
        throw InputError(
            .fileUnreadable, archive, "\(entry) unpacks to more than \(entryBytes) bytes, the limit for one file",
            remedy: "check where it comes from, or take the file out")
    }
}
