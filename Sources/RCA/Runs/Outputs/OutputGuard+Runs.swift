import Archives
package import Cases
package import Files
package import Journal

extension OutputGuard {
    /// - Parameters:
    ///   - command: whose files are its own in a run folder.
    ///   - inputs: everything that is read: files, folders, archives or their parts, patterns of these.
    ///   - overwrites: whether the person said `--overwrite`; nil where there is no such option.
    ///   - readsIndexes: whether the indexes beside archives are read as well.
    package init(_ command: String, inputs: [String?], overwrites: Bool? = nil, readsIndexes: Bool = true) {
        self.init(
            command,
            reading: inputs.compactMap(\.self).flatMap { (try? ArchivePaths.expanded($0)) ?? [$0] }
                .flatMap { path in readsIndexes ? [path, path + ArchiveIndex.fileExtension] : [path] },
            overwrites: overwrites)
    }

    /// - Throws: ``InputError`` (`option invalid`) where a run's folder, or a file that it keeps for itself, is read.
    package func checkRunFolder(_ output: String, shard: Shard) throws(InputError) {
        let journals = JournalFolder(output: output)
        try checkFolder(output)
        for file in [journals.path, journals.journal(shard), journals.lock(shard), joined(output, WrittenFiles.name)] {
            if let identity = FileIdentity(path: file) { try refuseInput(file, identity) }
        }
    }

    /// Asks for every table that a run will write, and for those of other commands, which it would remove.
    ///
    /// - Parameter freed: files that are removed before.
    /// - Throws: ``InputError`` (`option invalid`) where a table may not be written, or the folder holds results of
    ///   another command. Of several folders of masks, none has the journal that would say so.
    package func check(_ header: JournalHeader, in folder: String, freed: Set<String> = []) throws(InputError) {
        let own = inRunFolder(folder)
        for name in FolderTables.names where !header.kind.mayWrite(name) {
            let target = joined(folder, name)
            guard !freed.contains(target), own.isOwn(target) else { continue }
            throw RunContinuation.otherCommand(RunKind(writing: name, in: folder), folder)
        }
        for name in FolderTables.names(header) {
            let target = joined(folder, name)
            if !freed.contains(target) { try own.check(target) }
        }
    }
}
