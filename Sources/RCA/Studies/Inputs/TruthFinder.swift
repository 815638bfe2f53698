import Imaging
import Tables

/// Finds the rows that are about each source.
struct TruthFinder {
    private let sources: [TruthTables.Source]
    private var parts: [Int: TruthTables.Part] = [:]
    private var files: [String: TruthTables.File] = [:]
    private(set) var notes: [String] = []
    private(set) var others: [String] = []

    init(_ paths: [String], _ sources: [TruthTables.Source]) throws(InputError) {
        self.sources = sources
        let arguments = Set(sources.map(\.argument)).sorted()
        if paths.count == 1 {
            try take(paths[0], argument: 0, for: Array(sources.indices))
        } else if paths.count == arguments.count {
            for (number, argument) in arguments.enumerated() {
                try take(
                    paths[number], argument: number, for: sources.indices.filter { sources[$0].argument == argument })
            }
        } else if paths.count == sources.count, !paths.contains(where: FolderListing.isFolder) {
            for (number, place) in try order(of: paths).enumerated() {
                try take(paths[number], argument: number, for: [place])
            }
        } else {
            throw InputError(
                .optionInvalid, "--truth",
                "is given \(paths.count) times for \(sources.count == 1 ? "1 table" : "\(sources.count) tables") of scores",
                remedy: "give one for each, one for all, or a folder with a table called like each")
        }
    }

    /// One a source.
    var inOrder: [TruthTables.Part] { sources.indices.compactMap { parts[$0] } }

    /// The source of each table: the one that it is called like, where all are called like one, or else by the order of
    /// the masks in the runs that scored them.
    private mutating func order(of paths: [String]) throws(InputError) -> [Int] {
        let names = paths.map { TruthTables.Source.name(ofTable: $0) }
        let named = names.compactMap { name in sources.firstIndex { $0.name == name } }
        if named.count == sources.count, Set(named).count == named.count { return named }
        var order: [Int] = []
        for argument in Set(sources.map(\.argument)).sorted() {
            let places = sources.indices.filter { sources[$0].argument == argument }
            guard places.count > 1 else {
                order += places
                continue
            }
            guard let inRun = RecordedRun.orderOfMasks(places.map { sources[$0].path }) else {
                let names = places.map { sources[$0].name }.joined(separator: ", ")
                throw InputError(
                    .optionInvalid, "--truth",
                    "is given \(paths.count) times, and in which order \(names) were scored is not recorded",
                    remedy: "give a folder of tables named like the sub-folders, or one --scores for each")
            }
            order += inRun.map { places[$0] }
        }
        for (number, place) in order.enumerated() {
            guard let alike = sources.firstIndex(where: { $0.name == names[number] }), alike != place else { continue }
            throw InputError(
                .pairingFailed, paths[number],
                "is called like \(names[number]), and would be taken for \(sources[place].name) by the order of --masks",
                remedy: "name all truth tables like the folders of scores, or none, or give one --scores for each")
        }
        let taken = zip(paths, order).map { "\($0) for \(sources[$1].name)" }
        notes.append(
            "The truth is taken from \(taken.joined(separator: ", ")): the order of --masks in rca_run.json.")
        return order
    }

    private mutating func take(_ path: String, argument: Int, for places: [Int]) throws(InputError) {
        guard FolderListing.isFolder(path) else {
            return try takeRows(path, TruthTables.Key(argument: argument, path: path, name: nil), for: places)
        }
        let files = try FolderListing(path: path).files
        let tables = files.filter { $0.hasSuffix(".csv") }
        if tables.count == 1, !places.contains(where: { tables[0] == sources[$0].name + ".csv" }) {
            let table = joined(path, tables[0])
            notes.append("\(table) is the only table there, and is taken whatever it is called.")
            return try takeRows(table, TruthTables.Key(argument: argument, path: table, name: nil), for: places)
        }
        var done: Set<String> = []
        for place in places where done.insert(sources[place].name).inserted {
            let name = sources[place].name
            guard files.contains(name + ".csv") else {
                throw InputError(
                    .fileMissing, path, "holds no table called \(name).csv",
                    remedy: "name the truth tables after the folders of scores")
            }
            let table = joined(path, name + ".csv")
            try takeRows(
                table, TruthTables.Key(argument: argument, path: table, name: name),
                for: places.filter { sources[$0].name == name })
        }
    }

    private mutating func takeRows(_ path: String, _ key: TruthTables.Key, for places: [Int]) throws(InputError) {
        let file = try open(path)
        guard let column = try file.table.column(ifPresent: TruthTables.masksColumn) else {
            for place in places { parts[place] = TruthTables.Part(file: file, rows: Array(file.table.rows), key: key) }
            return
        }
        var rows: [String: [Int]] = [:]
        for row in file.table.rows { rows[try file.table.text(inRow: row, column: column), default: []].append(row) }
        let found = rows.keys.sorted { $0.precedesInBytes($1) }
        func part(_ name: String) -> TruthTables.Part {
            TruthTables.Part(
                file: file, rows: rows[name] ?? [],
                key: TruthTables.Key(argument: key.argument, path: path, name: name))
        }
        /// The folder's own name, or that of the masks that were scored into it.
        func name(_ place: Int) -> String {
            let source = sources[place]
            return rows[source.name] == nil
                ? source.masks.flatMap { rows[$0] == nil ? nil : $0 } ?? source.name : source.name
        }
        if !places.contains(where: { rows[name($0)] != nil }) {
            // A lone folder may have been called otherwise when its truth was written.
            guard places.count == 1, found.count == 1 else {
                let names = places.map { sources[$0].name }.joined(separator: ", ")
                throw InputError(
                    .pairingFailed, path,
                    "has no rows of \(names) in its column 'masks'; found: \(found.joined(separator: ", "))",
                    remedy: "write the name of the folder of scores into that column")
            }
            notes.append("\(path) is about the masks \(found[0]), and is taken for \(sources[places[0]].name).")
            parts[places[0]] = part(found[0])
            return
        }
        for place in places { parts[place] = part(name(place)) }
        let taken = Set(places.map(name))
        for name in found
        where !others.contains(name) && !taken.contains(name) && !sources.contains(where: { $0.name == name }) {
            others.append(name)
        }
    }

    /// Each file is read once, however many sources it serves.
    private mutating func open(_ path: String) throws(InputError) -> TruthTables.File {
        if let known = files[path] { return known }
        let bytes = try InputFile.read(at: path, maximumBytes: CSVTable.maximumBytes)
        let file = TruthTables.File(
            path: path, table: try CSVTable(file: bytes, path: path), sha256: ContentDigest.sha256(bytes))
        files[path] = file
        return file
    }
}
