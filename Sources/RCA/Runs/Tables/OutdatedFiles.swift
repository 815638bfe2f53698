import Files
import Imaging

/// Files about earlier results that a run does not write anew: beside its tables they would mislead, so they are set
/// aside.
struct OutdatedFiles {
    private typealias Description = (command: String, name: String, tables: [String])

    /// What other commands write about the tables.
    private static let descriptions: [Description] = {
        let tables = FolderTables.names.filter { $0 != "rca_run.json" }
        return [
            (
                "report", "report.html",
                [
                    "rca_dice_scores.csv", "rca_structures.csv", "rca_reliability.csv", "rca_intervals.csv",
                    "rca_audit.csv",
                ]
            ),
            ("dataset describe", "README.md", tables), ("dataset describe", "dataset.jsonld", tables),
        ]
    }()

    private let folder: String
    private let described: [Description]
    private let before: [String: String]

    /// - Parameter folder: whose tables are about to be written.
    init(in folder: String) {
        self.folder = folder
        described = Self.descriptions.filter { FileIdentity.isTaken(joined(folder, $0.name)) }
        before = Self.digests(for: described, in: folder)
    }

    /// Sets aside what is about tables that have changed since.
    func setAside() -> [RunOutcome.Folder.Outdated] {
        let after = Self.digests(for: described, in: folder)
        return described.filter { $0.tables.contains { before[$0] != after[$0] } }
            .compactMap { Self.setAside($0, in: folder) }
    }

    /// Sets aside the tables of a run over one mask folder, and what is about them, where a run over several has tables
    /// for each of these in a folder below.
    ///
    /// - Parameters:
    ///   - folder: of the run.
    ///   - outputs: the folders of its tables.
    ///   - guardian: of the run.
    static func setAsideTables(
        in folder: String, besides outputs: [String], _ guardian: OutputGuard
    ) -> [RunOutcome.Folder.Outdated] {
        guard !outputs.contains(folder), WrittenFiles.exist(in: folder) else { return [] }
        let own = guardian.inRunFolder(folder)
        let tables = FolderTables.names.map { joined(folder, $0) }.filter(FileIdentity.isTaken)
            .compactMap { setAside($0, own) }
        guard !tables.isEmpty else { return [] }
        return tables + descriptions.compactMap { setAside($0, in: folder) }
    }

    private static func setAside(_ item: Description, in folder: String) -> RunOutcome.Folder.Outdated? {
        setAside(joined(folder, item.name), OutputGuard(item.command, inputs: []).inRunFolder(folder))
    }

    private static func setAside(_ path: String, _ guardian: OutputGuard) -> RunOutcome.Folder.Outdated? {
        guard guardian.isOwn(path), let aside = try? AsideFile.rename(path) else { return nil }
        return RunOutcome.Folder.Outdated(path: path, aside: aside)
    }

    /// Of the tables that are there and described, each read once.
    private static func digests(for described: [Description], in folder: String) -> [String: String] {
        Set(described.flatMap(\.tables)).reduce(into: [:]) { digests, table in
            digests[table] = try? ContentDigest.ofFile(at: joined(folder, table)).sha256
        }
    }
}
