import Imaging
import Runs
import Tables

/// The truth of each folder of masks among the tables that were given: the rules of every command that takes
/// `--truth`.
///
/// What tables say is known before it is known which masks there are: ``check(_:)`` then sees to it that no row is
/// taken for masks of several folders.
struct TruthTables {
    /// A folder of masks that a truth is looked for.
    struct Source {
        /// What tables are called that are about it, and the rows of one with a column `masks`.
        let name: String
        /// The folder or table of its scores.
        let path: String
        /// The number of the argument by which it was found; several sub-folders may have one.
        let argument: Int
        /// What the folder of the masks is called that were scored; nil where no record says it.
        let masks: String?

        init(name: String, path: String, argument: Int) {
            self.name = name
            self.path = path
            self.argument = argument
            masks = RecordedRun.record(at: path)?.text("masks").map(Self.lastPart)
        }
    }

    /// A table that was read.
    struct File {
        let path: String
        let table: CSVTable
        let sha256: String
    }

    /// The rows that are about a source.
    struct Part {
        let file: File
        let rows: [Int]
        /// Equal where two sources have the same rows of the same `--truth`.
        let key: Key
    }

    struct Key: Hashable {
        /// The number of the argument `--truth`: who gives a table twice says that it is about both.
        let argument: Int
        let path: String
        /// By what name the table or its rows were found; nil where the table is one for all.
        let name: String?
    }

    /// The column that tells which folder of masks a row is about, where one table has several.
    static let masksColumn = "masks"

    /// One a source, in their order.
    let parts: [Part]
    /// What a reader has to know, in sentences.
    let notes: [String]
    /// Masks that a table has rows of, and that no source is called like.
    let others: [String]
    private let sources: [Source]

    /// - Throws: ``InputError`` where a table cannot be read, or tables and sources do not fit together.
    init(_ paths: [String], for sources: [Source]) throws(InputError) {
        self.sources = sources
        let found = try TruthFinder(paths, sources)
        parts = found.inOrder
        notes = found.notes
        others = found.others
    }

    /// ``notes``, and what is left out.
    var allNotes: [String] {
        notes + others.map { "\($0) of the truth is left out: there are no scores of this name." }
    }

    /// A mask that is counted twice makes figures surer than they are.
    /// - Throws: ``InputError`` (`option invalid`) where a table or folder of scores is given twice.
    static func checkIsOnce(_ paths: [String]) throws(InputError) {
        var seen: Set<FileIdentity> = []
        for path in paths {
            guard let file = FileIdentity(path: path), !seen.insert(file).inserted else { continue }
            throw InputError(.optionInvalid, path, "is given twice", remedy: "give each table of scores once")
        }
    }

    /// - Parameter masks: of each source.
    /// - Throws: ``InputError`` where the same rows are for several sources that have masks of one name: they can be
    ///   about one of them at most.
    func check(_ masks: [Set<FileName>]) throws(InputError) {
        var seen: [Key: Set<FileName>] = [:]
        for (part, names) in zip(parts, masks) {
            guard seen[part.key, default: []].isDisjoint(with: names) else {
                guard let name = part.key.name else {
                    throw InputError(
                        .optionInvalid, part.file.path,
                        "does not say which folder's masks its rows are about, and several have masks of one name",
                        remedy: "give a --truth for each, a folder with a table called like each, or a column 'masks'")
                }
                let alike = zip(sources, parts).filter { $0.1.key == part.key }.map(\.0.path)
                throw InputError(
                    .optionInvalid, part.file.path,
                    "its rows for \(name) fit \(alike.joined(separator: " and ")), which have masks of one name",
                    remedy: "give a --truth for each, in their order")
            }
            seen[part.key, default: []].formUnion(names)
        }
    }

    /// The true scores of each source.
    ///
    /// - Parameters:
    ///   - masks: of each source.
    ///   - cluster: the column that says which masks belong together; nil for none.
    /// - Throws: ``InputError`` as ``check(_:)``, and where a table says contradictory things.
    func scores(of masks: [Set<FileName>], cluster: String?) throws(InputError) -> [ScoresByMask] {
        try check(masks)
        var read: [Key: ScoresByMask] = [:]
        var scores: [ScoresByMask] = []
        for (place, part) in parts.enumerated() {
            var truth = ScoresByMask()
            if let known = read[part.key] {
                truth = known
            } else {
                truth = try ScoreTables.truth(of: part.file.table, rows: part.rows, cluster: cluster)
                read[part.key] = truth
            }
            let sharing = parts.indices.filter { parts[$0].key == part.key }
            if sharing.count > 1 {
                let all = sharing.reduce(into: Set<FileName>()) { $0.formUnion(masks[$1]) }
                let others = all.subtracting(masks[place])
                // A mask that no source has is missing once, not once a source.
                truth = truth.without(
                    place == sharing[0] ? others : others.union(truth.names.subtracting(all)))
            }
            scores.append(truth)
        }
        return scores
    }
}

extension TruthTables.Source {
    /// A folder, which is called by the last part of its path.
    init(folder: String, argument: Int) {
        self.init(name: Self.lastPart(folder), path: folder, argument: argument)
    }

    /// What tables of the truth are called for a table of scores: its file's name without the extension, or that of its
    /// folder where a run called the file as it calls all.
    static func name(ofTable path: String) -> String {
        let last = lastPart(path)
        if FolderTables.names.contains(last) { return lastPart(RecordedRun.folder(of: path)) }
        let plain = last.hasSuffix(".gz") ? String(last.dropLast(3)) : last
        return FileStem(of: plain, droppingSuffixes: []).text
    }

    /// What a path ends in; the path itself where it ends in nothing that has a name.
    static func lastPart(_ path: String) -> String {
        path.split(separator: "/").last { $0 != "." && $0 != ".." }.map(String.init) ?? path
    }
}
