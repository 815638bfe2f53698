import Auditing
import Imaging
import Journal
import Machine

/// Writes the tables of a run from its journals. One process or many, the bytes are the same: a table depends on the
/// entries alone, and on which images are still there where they are searched for duplicates.
struct JournalTables: Sendable {
    let header: JournalHeader
    let journals: [JournalFile]
    /// The run's folder.
    let folder: String
    /// The folder of each mask folder's tables: the run's own, or one below it for each of several.
    let outputs: [String]
    /// Asked for every file that is written.
    let guardian: OutputGuard
    let threads: Int

    /// Where there are several mask folders, parts of them are written side by side, but no more: each part reads through
    /// all of the journals.
    private static let mostParts = 4

    /// - Parameter ending: of the run, for each mask folder.
    /// - Throws: ``InputError`` where the journals cannot be read or do not belong together. Nothing is written then.
    func write(
        _ ending: @escaping @Sendable (_ folder: Int) -> FolderTables.Ending
    ) throws(InputError) -> [RunOutcome.Folder] {
        let collections = try collections()
        let repeated = try repeatedImages()
        let parts = min(outputs.count, threads, Self.mostParts)
        let written = ThreadedMap.run(parts, threads: parts) { [self] part in
            Result { () throws(InputError) in
                try write(
                    part * outputs.count / parts..<(part + 1) * outputs.count / parts, collections, repeated, ending)
            }
        }
        var folders: [RunOutcome.Folder] = []
        for part in written { folders += try part.get() }
        if !folders.isEmpty {
            folders[0].outdated += OutdatedFiles.setAsideTables(in: folder, besides: outputs, guardian)
        }
        return folders
    }

    /// Of mask folders that follow one another.
    private func write(
        _ folders: Range<Int>, _ collections: [ShapeCollection]?, _ repeated: RepeatedImages?,
        _ ending: (_ folder: Int) -> FolderTables.Ending
    ) throws(InputError) -> [RunOutcome.Folder] {
        var rows = try JournalRows(journals, folders: folders)
        var next = try rows.next()
        var written: [RunOutcome.Folder] = []
        for folder in folders {
            var tables = FolderTables(
                header, masks: header.masks[folder], output: outputs[folder], collection: collections?[folder],
                repeated: repeated, guardian)
            while let entry = next, entry.key.folder == folder {
                tables.append(entry)
                next = try rows.next()
            }
            written.append(tables.commit(ending(folder)))
        }
        return written
    }

    /// The shapes of each folder's masks, by which each one of them is judged; nil where they were not measured.
    private func collections() throws(InputError) -> [ShapeCollection]? {
        guard header.hasAudit else { return nil }
        var collections = outputs.map { _ in ShapeCollection(structureCount: header.structures.count) }
        var rows = try JournalRows(journals)
        while let entry = try rows.next() {
            guard case .scored(let item) = entry.outcome, item.shapes.count == header.structures.count,
                collections.indices.contains(entry.key.folder)
            else { continue }
            collections[entry.key.folder].add(
                item.shapes, named: entry.key.fname,
                key: FileStem.hash(of: Array(entry.key.fname.utf8), droppingSuffixes: []))
        }
        return collections
    }

    /// Which images show the same radiograph; nil where masks are worked off.
    private func repeatedImages() throws(InputError) -> RepeatedImages? {
        guard header.hasScreen, let folder = header.masks.first else { return nil }
        // What is in an archive is known by having been read.
        let isFolder = FolderListing.isFolder(folder)
        var repeated = RepeatedImages()
        var rows = try JournalRows(journals)
        while let entry = try rows.next() {
            guard case .scored(let item) = entry.outcome, let screening = item.screening else { continue }
            let isThere = !isFolder || FileIdentity.isTaken(joined(folder, entry.key.fname))
            repeated.add(entry.key.fname, screening, file: entry.files.image, isThere: isThere)
        }
        repeated.find(threads: threads)
        return repeated
    }
}
