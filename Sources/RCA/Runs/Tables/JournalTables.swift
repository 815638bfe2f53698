import Imaging
import Journal

/// Writes the tables of a run from its journals. One process or many, the bytes are the same: a table depends on the
/// entries alone.
struct JournalTables {
    let header: JournalHeader
    let journals: [JournalFile]
    /// The folder of each mask folder's tables.
    let outputs: [String]
    /// Asked for every file that is written.
    let guardian: OutputGuard

    /// - Parameter ending: of the run, for each mask folder.
    /// - Throws: ``InputError`` where the journals cannot be read or do not belong together. Nothing is written then.
    func write(
        _ ending: (_ folder: Int) -> FolderTables.Ending
    ) throws(InputError) -> [RunOutcome.Folder] {
        var rows = try JournalRows(journals)
        var next = try rows.next()
        var folders: [RunOutcome.Folder] = []
        for (folder, output) in outputs.enumerated() {
            var tables = FolderTables(header, masks: header.masks[folder], output: output, guardian)
            while let entry = next, entry.key.folder == folder {
                tables.append(entry)
                next = try rows.next()
            }
            folders.append(tables.commit(ending(folder)))
        }
        return folders
    }
}
