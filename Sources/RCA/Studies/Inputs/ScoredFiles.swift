import Cases
import Files
import Imaging
import Journal

/// What the files of a folder's masks were when they were scored, as the journal of the run knows it.
///
/// A score says nothing about a mask that has taken the place of another since.
struct ScoredFiles: Sendable {
    /// Of masks that were read; none where the tables lie without the journal of their run.
    private var masks: [FileName: (time: Int, files: [FileDigest])] = [:]

    /// - Parameters:
    ///   - path: the tables of a run over one mask folder, or of one of several, or one of these tables.
    ///   - given: where the masks are. Of those from elsewhere than the run's nothing is known: they may be the same at
    ///     another size.
    init(at path: String, masks given: String) {
        guard let folder = RecordedRun.folder(ofTablesAt: path),
            let recorded = RecordedRun.record(at: folder)?.path("masks"), RecordedRun.isSame(recorded, given)
        else { return }
        for output in [folder, joined(folder, "..")] {
            let journals = JournalFolder(output: output)
            guard FolderListing.isFolder(journals.path), let shards = try? journals.found() else { continue }
            for shard in shards {
                try? add(journals.journal(shard)) {
                    FileIdentity.areSame(joined(output, $0), folder)
                }
            }
            // A run's folder may lie in that of another one.
            if !masks.isEmpty { return }
        }
    }

    /// - Throws: ``InputError`` (`output changed`) where a mask's files are not those that its score is about.
    func check(_ fname: String, _ contents: [FileContent], at path: String) throws(InputError) {
        guard let scored = masks[FileName(fname)]?.files, scored.count == contents.count else { return }
        if zip(scored, contents).allSatisfy({ $0.isOfSameContent(as: $1.digest) }) { return }
        throw InputError(
            .outputChanged, path, "is not the file that was scored",
            remedy: "score the masks again: what has not changed is kept")
    }

    /// - Parameter isOwn: whether the tables lie in this folder of the run's output.
    private mutating func add(_ journal: String, isOwn: (String) -> Bool) throws(InputError) {
        var scanner = JournalScanner(try JournalFile(path: journal))
        var folder: Int?
        while try scanner.next({ kind, line, offset in
            switch kind {
            case .header where offset == 0:
                folder = line.text().flatMap { JournalHeader(json: $0) }?.outputs.firstIndex(where: isOwn)
            case .entry:
                guard let entry = JournalEntry(&line), entry.key.folder == folder, entry.key.unpaired.isEmpty,
                    let files = entry.files.masks, case let name = FileName(entry.key.fname),
                    masks[name].map({ $0.time <= entry.time }) ?? true
                else { return }
                masks[name] = (entry.time, files)
            case .header, .gone, .start, .listed, .complete: break
            }
        }) {}
    }
}
