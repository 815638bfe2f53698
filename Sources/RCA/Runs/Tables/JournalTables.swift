import Auditing
import Imaging
import Journal

/// Writes the tables of a run from its journals. One process or many, the bytes are the same: a table depends on the
/// entries alone, and on which images are still there where they are searched for duplicates.
struct JournalTables {
    let header: JournalHeader
    let journals: [JournalFile]
    /// The folder of each mask folder's tables.
    let outputs: [String]
    /// Asked for every file that is written.
    let guardian: OutputGuard
    /// For finding duplicates.
    let threads: Int

    /// - Parameter ending: of the run, for each mask folder.
    /// - Throws: ``InputError`` where the journals cannot be read or do not belong together. Nothing is written then.
    func write(
        _ ending: (_ folder: Int) -> FolderTables.Ending
    ) throws(InputError) -> [RunOutcome.Folder] {
        let collections = try collections()
        let repeated = try repeatedImages()
        var rows = try JournalRows(journals)
        var next = try rows.next()
        var folders: [RunOutcome.Folder] = []
        for (folder, output) in outputs.enumerated() {
            var tables = FolderTables(
                header, masks: header.masks[folder], output: output, collection: collections?[folder],
                repeated: repeated,
                guardian)
            while let entry = next, entry.key.folder == folder {
                tables.append(entry)
                next = try rows.next()
            }
            folders.append(tables.commit(ending(folder)))
        }
        return folders
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
