import Glibc
public import Imaging

/// One archive of images or masks: one file, or the parts that `split` cut it into, read as one stream.
///
///     let archive = try Archive(paths: ["segmentations.tar.gz.aa", "segmentations.tar.gz.ab"])
///     let index = try archive.index()
///     let reader = IndexedArchive(archive, index)
///     var bytes: [UInt8] = []
///     for position in 0..<index.count { try reader.read(position, into: &bytes) }
public struct Archive: Sendable, Equatable {
    package let parts: ArchiveParts
    public let limits: ArchiveLimits

    /// Finds the form by content: tar, plain or compressed by gzip, Zstandard, xz or bzip2, or zip.
    ///
    /// - Throws: ``InputError`` where a file is missing, empty or no regular file, or the parts leave a gap; in a
    ///   build without libarchive always.
    public init(paths: [String], limits: ArchiveLimits = .standard) throws(InputError) {
        parts = try ArchiveParts(paths: paths)
        self.limits = limits
        guard ArchiveLibrary.isBuilt else { throw Self.withoutLibrary(parts.name) }
    }

    /// What a build without libarchive says of every archive.
    static func withoutLibrary(_ name: String) -> InputError {
        InputError(
            .formatUnsupported, name,
            "is no folder, and this build of rca-cli reads no archives: it was built without libarchive",
            remedy: "unpack it, or install libarchive-dev and build with --traits Archive")
    }

    /// The file's path; for parts what they would be called in one.
    public var name: String { parts.name }
    public var bytes: Int { parts.bytes }
    public var partCount: Int { parts.parts.count }
    /// When any of its parts was last changed, in nanoseconds since 1970.
    package var modified: Int64 {
        parts.parts.map { part in
            var status = stat()
            guard stat(part.path, &status) == 0 else { return 0 }
            return Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
        }.max() ?? 0
    }
    /// Where its index is looked for: beside it.
    public var indexPath: String { name + ArchiveIndex.fileExtension }
    public var hasIndexFile: Bool { access(indexPath, F_OK) == 0 }

    /// The index from the file beside the archive, or, where there is none, from reading all of the archive once.
    ///
    /// - Throws: ``InputError`` where the archive cannot be read at all, or the index is that of another archive.
    public func index() throws(InputError) -> ArchiveIndex {
        hasIndexFile ? try ArchiveIndex(path: indexPath, of: self) : try ArchiveIndex(of: self)
    }
}

/// The libraries that archives are read with.
public enum ArchiveLibrary {
    /// The release of libarchive that this program runs with, `3.6.2` for one; nil where it was built without, and
    /// reads no archives.
    public static var version: String? {
        #if Archive
        return ArchiveStream.libraryVersion
        #else
        return nil
        #endif
    }
    public static var isBuilt: Bool { version != nil }
    /// That of zlib, which reads gzip.
    public static var zlibVersion: String { GzipStream.libraryVersion }
}
