import Cases
import Imaging
import Journal
import Tables

/// Whether a run may go on in a folder where one has begun: with the inputs that were begun with, grown or shrunk, and
/// wherever they lie now. Results of other inputs are not to be mixed with them, nor lost to them.
struct RunContinuation {
    /// As many files are compared before inputs from another place are taken for others of the same names.
    private static let compared = 8
    /// So many shards' entries are looked at for a name in common.
    private static let shardsLookedAt = 8

    let output: String
    let folder: JournalFolder
    let shard: Shard
    let header: JournalHeader
    let places: FileSources

    /// - Parameter sources: the cases of a shard.
    /// - Throws: ``InputError`` (`option invalid`) where the folder holds results of other inputs, or of another
    ///   command.
    func check<Sources: WorkSources>(_ sources: (Shard) throws(InputError) -> Sources) throws(InputError) {
        guard FolderListing.isFolder(folder.path), let found = try? folder.found() else { return }
        for other in found where other.count != shard.count { try checkIsEmpty(other) }
        // A shard's own entries say more than those of others, but it may have none, or only such as are gone.
        var refused: InputError?
        var looked = 0
        for begun in [shard] + found.filter({ $0 != shard }) where looked < Self.shardsLookedAt {
            guard FileIdentity.isTaken(folder.journal(begun)),
                let (file, content) = try earlierEntries(folder.journal(begun))
            else { continue }
            looked += 1
            guard let refusal = try refusal(begun, file, content, isFirst: looked == 1, sources) else { return }
            refused = refused ?? refusal
        }
        if let refused { throw refused }
    }

    /// Results of a run that was divided otherwise would neither be found again nor come into the tables.
    private func checkIsEmpty(_ other: Shard) throws(InputError) {
        guard let (file, content) = try entries(folder.journal(other)) else { return }
        var index = JournalIndex(file, content.entries)
        guard try index.unknownEntries().contains(where: { $0.outcome == .scored }) else { return }
        throw InputError(
            .optionInvalid, output,
            other == .whole
                ? "holds results of a run that was not divided" : "holds results of a run in \(other.count) shards",
            remedy: "go on with \(other == .whole ? "all of it" : "--shard I/\(other.count)"), choose another --output "
                + "folder, or remove those results by --replace (--dry-run lists them)")
    }

    /// Why the run may not go on with the entries of a shard; nil where it may.
    /// - Throws: ``InputError`` where no other shard can change that.
    private func refusal<Sources: WorkSources>(
        _ begun: Shard, _ file: JournalFile, _ content: Journal.Content, isFirst: Bool,
        _ sources: (Shard) throws(InputError) -> Sources
    ) throws(InputError) -> InputError? {
        guard let earlier = content.header else { return nil }
        var index = JournalIndex(file, content.entries)
        guard earlier.kind == header.kind else {
            throw Self.otherCommand(earlier.kind, output)
        }
        let isSamePlace = !Set(header.origin ?? []).isDisjoint(with: earlier.origin ?? [])
        // Another shard's names are not listed for what its place says already.
        if isSamePlace, begun != shard, isFirst { return nil }
        var (cases, common, compared) = (0, 0, 0)
        var source = try sources(begun)
        while let piece = try source.next() {
            let candidates = Sources.candidates(piece)
            cases += candidates.count
            for item in candidates {
                var key = item.key
                let output = header.outputs[key.folder]
                key.folder = earlier.outputs.firstIndex(of: output) ?? key.folder
                guard let entry = try index.entry(key), case .scored = entry.outcome else { continue }
                common += 1
                if isSamePlace { return nil }
                let digests = (header.isOfImages ? entry.files.image.map { [$0] } : entry.files.masks) ?? []
                guard digests.count == item.files.count, !digests.isEmpty else { continue }
                if zip(digests, item.files).allSatisfy({ $0.holds(at: $1, in: places) }) { return nil }
                compared += 1
                guard compared < Self.compared else { throw otherFiles }
            }
        }
        if compared > 0 { throw otherFiles }
        if common > 0 { return nil }
        // What failed is nothing to lose.
        let isEmpty = try index.unknownEntries().allSatisfy { if case .scored = $0.outcome { false } else { true } }
        guard !isEmpty else { return nil }
        // Masks in a table have the images' names, and label maps their own.
        let wasTable = earlier.settings["table"] != nil
        if wasTable != (header.settings["table"] != nil) {
            return refusal(
                "holds results of 'rca-cli \(earlier.kind.rawValue)' \(wasTable ? "with" : "without") --table")
        }
        return refusal(
            "holds results of other \(what), none of which is among these \(DecimalText.count(cases)) by name")
    }

    /// The newest journal that has entries: one that was only begun, with other settings, is masked out.
    private func earlierEntries(_ path: String) throws(InputError) -> (JournalFile, Journal.Content)? {
        let old = (1...).lazy.map { "\(path).old-\($0)" }.prefix { FileIdentity.isTaken($0) }
        for path in [path] + old.reversed() {
            if let found = try entries(path) { return found }
        }
        return nil
    }

    /// Those of a journal; nil where it has none.
    private func entries(_ path: String) throws(InputError) -> (JournalFile, Journal.Content)? {
        let file = try JournalFile(path: path)
        let content = try Journal.Content(file)
        return content.header != nil && !content.entries.isEmpty ? (file, content) : nil
    }

    private var otherFiles: InputError {
        refusal("holds results of other \(what) with the same names")
    }

    /// What the run is about.
    private var what: String { header.isOfImages ? "images" : "masks" }

    /// Why a run may not begin in a folder with results of another command.
    static func otherCommand(_ kind: RunKind, _ output: String) -> InputError {
        refusal("holds results of 'rca-cli \(kind.rawValue)'", output)
    }

    private func refusal(_ problem: String) -> InputError { Self.refusal(problem, output) }

    private static func refusal(_ problem: String, _ output: String) -> InputError {
        InputError(
            .optionInvalid, output, problem,
            remedy: "choose another --output folder, or remove those results by --replace (--dry-run lists them)")
    }
}
