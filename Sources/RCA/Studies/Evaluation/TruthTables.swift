import Imaging
import Reporting

/// Finds the truth of each source of predictions among the tables that were given.
struct TruthTables {
    /// The column that tells which folder of masks a row is about, where one table has several.
    private static let masksColumn = "masks"

    let paths: [String]
    /// The column that says which masks belong together; nil for none.
    let cluster: String?

    /// One truth a source, in their order, and what a reader has to know.
    /// - Throws: ``InputError`` where tables and sources do not fit together.
    func read(for sources: [PredictionSource], predictions: [ScoresByMask])
        throws(InputError) -> (truths: [ScoresByMask], notes: [String])
    {
        if paths.count == 1, FolderListing.isFolder(paths[0]) {
            let truths = try sources.map { source throws(InputError) in
                try readTruth(at: joined(paths[0], source.name + ".csv"))
            }
            return (truths, [])
        }
        if paths.count == sources.count, paths.count > 1 {
            return (try paths.map { path throws(InputError) in try readTruth(at: path) }, [])
        }
        guard paths.count == 1 else {
            throw InputError(
                .optionInvalid, "--truth",
                "is given \(paths.count) times for \(sources.count == 1 ? "1 table" : "\(sources.count) tables") of scores",
                remedy: "give one for each, one for all, or a folder with a table called like each")
        }
        let table = try CSVTable(path: paths[0])
        if try table.column(ifPresent: Self.masksColumn) != nil {
            let parts = try split(table)
            if sources.count == 1, parts[sources[0].name] == nil, parts.count == 1 { return (Array(parts.values), []) }
            let others = parts.keys.filter { part in !sources.contains { $0.name == part } }.sorted()
            return (
                sources.map { parts[$0.name] ?? ScoresByMask() },
                others.map { "\($0) of the truth is left out: there are no scores of this name." }
            )
        }
        var names: Set<FileName> = []
        for scores in predictions {
            guard names.isDisjoint(with: scores.names) else {
                throw InputError(
                    .optionInvalid, paths[0],
                    "does not say which folder's masks its rows are about, and several have masks of one name",
                    remedy: "give a --truth for each, a folder with a table called like each, or a column 'masks'")
            }
            names.formUnion(scores.names)
        }
        let truth = try ScoreTables.truth(of: table, cluster: cluster)
        if sources.count == 1 { return ([truth], []) }
        let truths = predictions.enumerated().map { position, scores in
            // A mask that no source has is missing once, not once a source.
            let others = names.subtracting(scores.names)
            return truth.without(position == 0 ? others : others.union(truth.names.subtracting(names)))
        }
        return (truths, [])
    }

    private func readTruth(at path: String) throws(InputError) -> ScoresByMask {
        try ScoreTables.truth(of: CSVTable(path: path), cluster: cluster)
    }

    private func split(_ table: CSVTable) throws(InputError) -> [String: ScoresByMask] {
        let column = try table.column(named: Self.masksColumn)
        var rows: [String: [Int]] = [:]
        for row in table.rows { rows[try table.text(inRow: row, column: column), default: []].append(row) }
        var parts: [String: ScoresByMask] = [:]
        for (name, rows) in rows { parts[name] = try ScoreTables.truth(of: table, rows: rows, cluster: cluster) }
        return parts
    }
}
