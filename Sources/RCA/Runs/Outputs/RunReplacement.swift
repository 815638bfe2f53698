package import Cases
import Glibc
package import Imaging
import Journal

/// What `--replace` removes from an output folder: what runs wrote there and nobody has changed since, and the
/// journals.
public struct RunReplacement: Sendable {
    /// Files that are removed.
    public let removed: [String]
    /// Files that runs wrote and somebody has changed: they stay.
    public let kept: [String]
    private let folder: JournalFolder
    private static let shown = 20

    /// Looks what there is; removes nothing.
    /// - Parameter output: the run folder.
    public init(of output: String) {
        let folder = JournalFolder(output: output)
        self.folder = folder
        let records = (try? FolderListing(path: folder.path))?.files ?? []
        let written = records.filter { $0.hasSuffix(WrittenFiles.listEnding) }.map { joined(folder.path, $0) }
        let below = ((try? FolderListing(path: output))?.folders ?? []).map { joined(output, $0) }
        // A folder with a journal of its own is a run of its own.
        let places =
            [output]
            + below.filter { WrittenFiles.exist(in: $0) && !FolderListing.isFolder(JournalFolder(output: $0).path) }
        var (own, changed): ([String], [String]) = ([], [])
        for place in places {
            let files = WrittenFiles(in: place, others: place == output ? written : []).present(onlyResults: true)
            own += files.own
            changed += files.changed
        }
        let journals = records.filter { !$0.hasSuffix(".lock") }.map { joined(folder.path, $0) }
        let lists = places.filter { WrittenFiles.exist(in: $0) && !WrittenFiles.nameInputs(in: $0) }
            .map { joined($0, WrittenFiles.name) }
        removed = own + journals + lists
        kept = changed
    }

    /// What is removed and what stays, a line each.
    public var lines: [String] {
        removed.map { "remove \($0)" }
            + kept.map { path in
                let name = lastPart(of: path)
                let isTable = name.hasPrefix("rca_") || name == "report.html"
                return "keep \(path): it is not as it was written"
                    + (isTable ? "; the run is refused until it is moved away" : "")
            }
    }

    /// - Parameter shard: the one whose lock the caller has.
    /// - Throws: ``InputError`` where another process is at work in the folder, or a file cannot be removed.
    package func remove(except shard: Shard, note: (String) -> Void) async throws(InputError) {
        for other in (try? folder.found()) ?? [] where other != shard && FileIdentity.isTaken(folder.lock(other)) {
            try await ShardLock(folder.lock(other), note: note).release()
        }
        for path in removed where unlink(path) != 0 && errno != ENOENT {
            throw InputError(
                .outputUnwritable, path, "cannot be removed (\(systemMessage(errno)))",
                remedy: "choose another output folder")
        }
        guard !removed.isEmpty else { return }
        for path in removed.prefix(Self.shown) { note("--replace: removed \(path)") }
        if removed.count > Self.shown { note("--replace: removed \(removed.count - Self.shown) more") }
        for path in kept { note("--replace: \(path) stays, since it is not as it was written") }
    }
}
