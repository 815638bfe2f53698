import Archives
package import Imaging
import Synchronization

/// Where a run's images and masks are: in folders, in archives, masks in tables, or some in either.
///
/// A file in an archive has the path of the archive, a slash and its own name, as if the archive were a folder; a row of
/// a table that of the table and the name of its image.
package final class FileSources: Sendable {
    /// Nothing but folders.
    package static let folders = FileSources(images: "", masks: [], archives: [], tables: [], nameParts: 1)

    /// The folder or archive of the images; empty without any.
    package let images: String
    /// The folders and archives of the masks; parts of one archive are one.
    package let masks: [String]
    /// How many last parts of a path make the name by which masks find their images: 1 but for tables whose rows name
    /// images by paths.
    let nameParts: Int
    private let archives: [ArchiveFolder]
    let tables: [MaskTable]
    private let turn = Mutex<Void>(())

    init(images: String, masks: [String], archives: [ArchiveFolder], tables: [MaskTable], nameParts: Int) {
        self.images = images
        self.masks = masks
        self.archives = archives
        self.tables = tables
        self.nameParts = nameParts
    }

    /// - Parameters:
    ///   - images: nil where there are only masks.
    ///   - options: how tables of masks are read.
    /// - Throws: ``InputError`` where an archive or a table cannot be read, or a pattern fits nothing.
    package convenience init(
        images: String?, masks: [String], tables options: MaskTableOptions = MaskTableOptions()
    ) throws(InputError) {
        var archives: [ArchiveFolder] = []
        var tables: [MaskTable] = []
        func opened(_ source: ArchivePaths.Source) throws(InputError) -> String {
            switch source {
            case .folder(let path): return path
            case .archives(let paths, let given):
                try MaskTable.checkIsNotCompressed(given)
                archives.append(try ArchiveFolder(paths, given: given))
                return given
            }
        }
        var imagePath = ""
        if let images {
            let imageSources = try ArchivePaths.sources([images])
            guard imageSources.count == 1 else {
                throw InputError(
                    .optionInvalid, images, "fits several folders", remedy: "give one folder of images, or archives")
            }
            imagePath = try opened(imageSources[0])
        }
        var maskPaths: [String] = []
        for source in try ArchivePaths.sources(masks) {
            let path = try opened(source)
            maskPaths.append(path)
            if case .folder = source, MaskTable.isTable(path) { tables.append(try MaskTable(path, options)) }
        }
        let nameParts = try Self.nameParts(tables, images: archives.contains { $0.path == imagePath } ? nil : images)
        self.init(images: imagePath, masks: maskPaths, archives: archives, tables: tables, nameParts: nameParts)
    }

    /// Whether anything is where a folder, an archive, its parts or a pattern is said to be.
    package static func areThere(_ path: String) -> Bool {
        ((try? ArchivePaths.expanded(path)) ?? []).contains { FileIdentity.isTaken($0) }
    }

    package var hasArchives: Bool { !archives.isEmpty }

    /// Whether there are files that only these sources can read.
    private var hasPackedFiles: Bool { !archives.isEmpty || !tables.isEmpty }

    /// What a person should know before the first case.
    package var notes: [String] { archives.flatMap(\.notes) }

    /// Where an archive or table is damaged, for a folder of masks or images.
    package func damages(_ path: String) -> [InputError] { archive(path)?.damages ?? table(path)?.damages ?? [] }

    /// Of a folder or archive in which nothing was found: what it is, and what of it is ignored.
    package func emptiness(_ path: String, of what: String) -> InputError {
        guard let archive = archive(path) else {
            return InputError(
                .fileEmpty, path, "the folder holds no \(what)", remedy: "give the folder that holds the \(what)")
        }
        let ignored = archive.ignored.map { " (\($0))" } ?? ""
        let remedy =
            ignored.contains("absolute path")
            ? "pack it anew with relative names (tar without -P)" : "give the archive that holds the \(what)"
        return InputError(.fileEmpty, path, "the archive holds no \(what)" + ignored, remedy: remedy)
    }

    /// As ``visit(_:structures:_:)``, with the files of folders below too, by their paths from here; nothing of
    /// archives, whose folders do not count.
    package func visitBelow(_ path: String, _ body: (UnsafeRawBufferPointer, FolderEntries.Kind) -> Void)
        throws(InputError)
    {
        guard !isArchived(path) else { return }
        try FolderEntries.visitBelow(path, body)
    }

    /// Whether a folder is an archive or table, or in one.
    package func isArchived(_ path: String) -> Bool {
        archive(path) != nil || archive(above: path) != nil || isTable(path)
    }

    /// - Throws: ``InputError`` where the folder cannot be listed; an archive or table has been.
    package func checkReadable(_ path: String) throws(InputError) {
        if archive(path) == nil, !isTable(path) { try FolderEntries.checkReadable(path) }
    }

    /// As ``FolderEntries/visit(_:_:)``, in a folder, an archive or a table.
    /// - Parameter structures: an archive with folders called like these shows folders, not files.
    package func visit(
        _ path: String, structures: [String], _ body: (UnsafeRawBufferPointer, FolderEntries.Kind) -> Void
    ) throws(InputError) {
        if let archive = archive(path) {
            let folders = archive.structureFolders(structures)
            for folder in folders { Array(folder.utf8).withUnsafeBytes { body($0, .folder) } }
            if folders.isEmpty { archive.visit(folder: nil) { body($0, .file) } }
        } else if let (archive, name) = archive(above: path) {
            archive.visit(folder: name) { body($0, .file) }
        } else if let table = table(path) {
            table.visit { body($0, .file) }
        } else {
            try FolderEntries.visit(path, body)
        }
    }

    /// Takes the next case, and reads those of its files that are in archives or tables: in turn, so that archives are
    /// read in their order. Files in folders are left to the worker.
    ///
    /// - Parameter position: of a case that no one has taken; nil where there is none left.
    package func next(_ cases: [some FileHolding], position: () -> Int?) -> (index: Int, files: ReadFiles)? {
        guard hasPackedFiles else { return position().map { ($0, ReadFiles()) } }
        return turn.withLock { _ in
            position().map { index in
                var files = ReadFiles()
                for path in cases[index].paths { files.read(path, in: self) }
                return (index, files)
            }
        }
    }

    /// The cases in the order in which an archive has their images, or else their first masks.
    ///
    /// - Throws: ``InputError`` where that would read another archive to and fro that only reads forward.
    package func ordered<Case: FileHolding>(_ cases: [Case]) throws(InputError) -> [Case] {
        guard hasArchives else { return cases }
        let ranked = cases.enumerated().map { number, item in
            (key: item.paths.lazy.compactMap { self.place($0)?.place }.first, number: number)
        }
        let order = ranked.sorted { left, right in
            guard let a = left.key, let b = right.key, a != b else { return left.number < right.number }
            return a < b
        }
        let sorted = order.map { cases[$0.number] }
        for archive in archives where archive.isSequential {
            var last: ArchiveFolder.Place?
            var returns = 0
            for path in sorted.lazy.flatMap(\.paths) {
                guard let (holder, place) = place(path), holder === archive else { continue }
                if let last, place < last { returns += 1 }
                last = place
            }
            guard returns <= Self.mostReturns else {
                throw InputError(
                    .optionInvalid, archive.path,
                    "has its files in another order than the images, and can only be read from its front",
                    remedy: "write it anew as .tar or .tar.gz, or unpack it")
            }
        }
        return sorted
    }

    /// Those of some files that are in archives, each archive's in its order, or in tables.
    package func read(_ paths: [String]) -> ReadFiles {
        var files = ReadFiles()
        guard hasPackedFiles else { return files }
        for path in inArchiveOrder(paths) + paths.filter({ row($0) != nil }) { files.read(path, in: self) }
        return files
    }

    /// Paths into archives, each archive's in its order; others are left out.
    private func inArchiveOrder(_ paths: [String]) -> [String] {
        archives.flatMap { archive in
            paths.compactMap { path in
                place(path).flatMap { $0.archive === archive ? (path: path, place: $0.place) : nil }
            }.sorted { $0.place < $1.place }.map(\.path)
        }
    }

    /// Each costs up to reading the archive once.
    private static let mostReturns = 8

    /// The content of a file in an archive or table; nil for a path into a folder.
    package func content(_ path: String) -> Result<PackedFile, InputError>? {
        if let (table, name) = row(path) {
            return Result { () throws(InputError) in try table.read(named: name) }
        }
        guard let (archive, folder, name) = split(path) else { return nil }
        return Result { () throws(InputError) in try archive.read(named: name, folder: folder) }
    }

    /// What tells without reading a file that it is as it was.
    package func stamp(_ path: String) -> FileStamp? {
        if let (table, name) = row(path) { return table.stamp(named: name) }
        guard split(path) != nil else { return FileStamp(path: path) }
        return place(path).map { $0.archive.stamp($0.place) }
    }

    private func place(_ path: String) -> (archive: ArchiveFolder, place: ArchiveFolder.Place)? {
        guard let (archive, folder, name) = split(path), let place = archive.place(named: name, folder: folder) else {
            return nil
        }
        return (archive, place)
    }

    private func archive(_ path: String) -> ArchiveFolder? { archives.first { $0.path == path } }

    /// The archive that a path leads into, and the rest of the path.
    private func archive(above path: String) -> (ArchiveFolder, String)? {
        for archive in archives {
            let prefix = archive.path.utf8.count
            guard path.utf8.count > prefix + 1, path.utf8.starts(with: archive.path.utf8) else { continue }
            let rest = path.utf8.dropFirst(prefix)
            if rest.first == UInt8(ascii: "/") { return (archive, String(rest.dropFirst()) ?? "") }
        }
        return nil
    }

    private func split(_ path: String) -> (archive: ArchiveFolder, folder: String?, name: String)? {
        guard let (archive, rest) = archive(above: path) else { return nil }
        guard let slash = rest.utf8.firstIndex(of: UInt8(ascii: "/")) else { return (archive, nil, rest) }
        return (archive, String(rest[..<slash]), String(rest[rest.utf8.index(after: slash)...]))
    }
}
