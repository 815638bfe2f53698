#if Archive
import CArchive
import Glibc
package import Imaging

/// An archive from its beginning to its end, through libarchive, never unpacked to disk.
///
/// Forms are known by content: tar, plain or compressed by gzip, Zstandard, xz or bzip2, and zip.
package final class ArchiveStream {
    private let archive: OpaquePointer
    private let feed: ArchiveFeed
    private let parts: ArchiveParts
    private let limits: ArchiveLimits
    private var entryCount = 0
    private var current: ArchiveEntry?
    /// Where the last file ended, in the unpacked stream.
    private var lastEnd = 0
    private var readBytes = 0

    /// - Parameter recording: for gzip, the least distance between recorded restart points.
    package init(
        _ parts: ArchiveParts, limits: ArchiveLimits = .standard, recording: Int? = nil
    ) throws(InputError) {
        let plain = PartStream(parts)
        let head = try plain.next()
        if head.count >= 2, head[0] == 0x1f, head[1] == 0x8b {
            // Without a span of its own, the largest: the expansion is watched where points are recorded.
            feed = ArchiveFeed(.gzip(try GzipStream(parts, limits: limits, recording: recording ?? .max)))
        } else {
            plain.seek(to: 0)
            feed = ArchiveFeed(.parts(plain))
        }
        guard let archive = archive_read_new() else { throw GzipStream.outOfMemory(parts.name) }
        self.archive = archive
        self.parts = parts
        self.limits = limits
        try open()
    }

    deinit { archive_read_free(archive) }

    /// Whether files can be reached by their place in the unpacked stream: in a tar that is plain or in gzip.
    var isDirect: Bool {
        archive_format(archive) & ARCHIVE_FORMAT_BASE_MASK == ARCHIVE_FORMAT_TAR && archive_filter_count(archive) == 1
    }

    var isZip: Bool { archive_format(archive) & ARCHIVE_FORMAT_BASE_MASK == ARCHIVE_FORMAT_ZIP }

    var isGzip: Bool {
        guard case .gzip = feed.bytes else { return false }
        return true
    }

    var restartPoints: [RestartPoint] {
        guard case .gzip(let stream) = feed.bytes else { return [] }
        return stream.points
    }

    private func open() throws(InputError) {
        archive_read_support_format_tar(archive)
        if case .parts = feed.bytes {
            archive_read_support_format_zip(archive)
            archive_read_support_filter_zstd(archive)
            archive_read_support_filter_xz(archive)
            archive_read_support_filter_bzip2(archive)
        }
        feed.attach(to: archive)
        guard archive_read_open1(archive) == ARCHIVE_OK else {
            if let error = feed.error { throw error }
            throw InputError(
                .formatUnsupported, parts.parts[0].path, "is no archive that can be read",
                remedy: "give a .tar, .tar.gz, .tar.zst, .tar.xz, .tar.bz2 or .zip, or a folder")
        }
    }

    /// What stands next in the archive, or nil at its end.
    ///
    /// - Throws: ``InputError`` where the archive is damaged, with the part and the position, or hits a limit.
    ///   Nothing comes after.
    package func next() throws(InputError) -> ArchiveEntry? {
        try finishCurrent()
        var entry: OpaquePointer?
        let status = UTF8Locale.using { archive_read_next_header(archive, &entry) }
        if let error = feed.error { throw error }
        if status == ARCHIVE_EOF {
            try checkEnd()
            return nil
        }
        // A header that could be skipped is a damage too: what follows it may be anything.
        guard status == ARCHIVE_OK || status == ARCHIVE_WARN, let entry else { throw damage() }
        guard archive_filter_count(archive) <= 2 else {
            throw InputError(.formatUnsupported, parts.name, "is compressed twice", remedy: "unpack it once")
        }
        entryCount += 1
        guard entryCount <= limits.entries else {
            throw InputError(
                .fileUnreadable, parts.name, "has more than \(limits.entries) entries, the limit",
                remedy: "check where it comes from, or split it")
        }
        let described = describe(entry)
        current = described
        if case .gzip(let stream) = feed.bytes { stream.entry = described.name }
        return described
    }

    /// The bytes of the file that ``next()`` gave, into a buffer that is used again.
    package func read(into buffer: inout [UInt8]) throws(InputError) {
        guard let entry = current else { return }
        if case .refused(let error) = entry.kind { throw error }
        try limits.checkEntry(bytes: entry.bytes, parts.name, entry: entry.name)
        readBytes += entry.bytes
        try limits.checkExpansion(packed: parts.bytes, unpacked: readBytes, parts.name, entry: entry.name)
        buffer.resize(to: entry.bytes)
        var filled = 0
        try blocks { (bytes, offset) throws(InputError) in
            guard offset == filled, filled + bytes.count <= entry.bytes else {
                throw damage("\(entry.name) has more bytes than its header says")
            }
            buffer.replace(at: filled, with: bytes)
            filled += bytes.count
        }
        guard filled == entry.bytes else { throw damage("\(entry.name) has fewer bytes than its header says") }
    }

    /// Hands over the bytes of the current file a block at a time, with where each belongs in the file.
    func blocks(_ body: (UnsafeRawBufferPointer, Int) throws(InputError) -> Void) throws(InputError) {
        while true {
            var start: UnsafeRawPointer?
            var count = 0
            var offset: Int64 = 0
            let status = archive_read_data_block(archive, &start, &count, &offset)
            if status == ARCHIVE_EOF { break }
            if let error = feed.error { throw error }
            guard status == ARCHIVE_OK else {
                if status == ARCHIVE_FATAL { throw damage() }
                throw entryDamage()
            }
            if !isGzip {
                try limits.checkExpansion(
                    packed: Int(archive_filter_bytes(archive, -1)), unpacked: Int(archive_filter_bytes(archive, 0)),
                    parts.name, entry: current?.name ?? "")
            }
            try body(UnsafeRawBufferPointer(start: start, count: count), Int(offset))
        }
        lastEnd = Int(archive_filter_bytes(archive, 0))
        current = nil
    }

    /// Passes over what is left of an entry: a plain file by seeking, a compressed one with an eye on the limits.
    private func finishCurrent() throws(InputError) {
        guard let entry = current else { return }
        current = nil
        if isGzip || archive_filter_count(archive) == 1 {
            let status = archive_read_data_skip(archive)
            if let error = feed.error { throw error }
            guard status >= ARCHIVE_WARN else { throw damage() }
            lastEnd = entry.start + entry.bytes
        } else {
            try blocks { (_, _) throws(InputError) in }
        }
    }

    private func describe(_ entry: OpaquePointer) -> ArchiveEntry {
        let size = archive_entry_size_is_set(entry) != 0 ? Int(archive_entry_size(entry)) : 0
        let bytes = UTF8Locale.using { archive_entry_pathname(entry) }
            .map { UnsafeRawBufferPointer(start: $0, count: strlen($0)) }
        let start = Int(archive_filter_bytes(archive, 0))
        func made(_ name: String, _ kind: ArchiveEntry.Kind) -> ArchiveEntry {
            ArchiveEntry(name: name, bytes: max(size, 0), kind: kind, start: start)
        }
        func refused(_ name: String, _ problem: String, _ remedy: String) -> ArchiveEntry {
            let subject = "\(parts.name)/\(name)"
            return made(name, .refused(InputError(.fileUnreadable, subject, problem, remedy: remedy)))
        }
        guard let bytes, !bytes.isEmpty else { return made("", .ignored("entry without a name")) }
        let checked = EntryName.checked(bytes)
        if let problem = checked.problem { return made(checked.name, .ignored(problem)) }
        if archive_entry_hardlink(entry) != nil { return made(checked.name, .ignored("hard link")) }
        switch UInt32(archive_entry_filetype(entry)) {
        case S_IFREG, 0: break
        case S_IFDIR: return made(checked.name, .folder)
        case S_IFLNK: return made(checked.name, .ignored("symbolic link"))
        case S_IFCHR, S_IFBLK: return made(checked.name, .ignored("device node"))
        case S_IFIFO: return made(checked.name, .ignored("pipe"))
        default: return made(checked.name, .ignored("entry that is no file"))
        }
        guard checked.isText else {
            return refused(checked.name, "the file's name is not valid UTF-8", "rename the file")
        }
        guard bytes.count <= limits.nameBytes else {
            return refused(String(checked.name.prefix(64)) + "…", "its name is too long", "rename the file")
        }
        guard archive_entry_is_data_encrypted(entry) != 1 else {
            return refused(checked.name, "is encrypted", "write the archive without a password")
        }
        guard archive_entry_size_is_set(entry) != 0 else {
            return refused(checked.name, "does not say its size", "write the archive again")
        }
        guard archive_entry_sparse_count(entry) == 0 else {
            return refused(checked.name, "is stored with holes", "write the archive without --sparse")
        }
        return made(checked.name, .file)
    }

    /// A split tar that ends without its end marker may lack its last part; gzip knows its own end.
    private func checkEnd() throws(InputError) {
        if isGzip {
            guard case .gzip(let stream) = feed.bytes else { return }
            while try !stream.next().isEmpty {}
        } else if parts.isSplit, isDirect, entryCount > 0 {
            let end = (lastEnd + 511) / 512 * 512
            guard Int(archive_filter_bytes(archive, 0)) > end else {
                throw parts.damage(at: parts.bytes, "ends without the end marker of a tar file: a part may be missing")
            }
        }
    }

    private func damage(_ problem: String? = nil) -> InputError {
        if let error = feed.error { return error }
        let said = problem ?? "the archive is damaged" + message
        let position =
            switch feed.bytes {
            case .parts: Int(archive_filter_bytes(archive, -1))
            case .gzip(let stream): stream.packedPosition(of: Int(archive_filter_bytes(archive, 0)))
            }
        return parts.damage(at: position, said)
    }

    private func entryDamage() -> InputError {
        InputError(
            .fileDamaged, "\(parts.name)/\(current?.name ?? "")", "cannot be unpacked\(message)",
            remedy: "write the archive again")
    }

    private var message: String {
        archive_error_string(archive).map { " (\(String(cString: $0).lowercased()))" } ?? ""
    }

    /// The release of libarchive that this program runs with, `3.6.2` for one.
    package static var libraryVersion: String {
        String(String(cString: archive_version_string()).drop { !$0.isNumber })
    }
}
#endif
