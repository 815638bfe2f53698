import Calibration
import Evaluation
import Imaging
import NumericSupport
import Reporting
import Runs
import Scoring
import Tables

/// Reads score tables with their truth into masks of known quality.
struct CalibrationTables {
    private var masks: [MaskEvidence] = []
    private var structures: [String] = []
    private var files: [CalibrationOrigin.File] = []
    private var settings: CalibrationSettings?
    private var largestReferenceCount = 0
    private var rowsWithoutTruth = 0
    /// Endings of file names that do not tell one image from another.
    private let suffixes: [String]

    private init(suffixes: [String]) { self.suffixes = suffixes }

    /// - Throws: ``InputError`` where a table cannot be read, has a row twice, or nothing has a truth, or where one
    ///   truth would serve masks of one name in several tables.
    static func read(_ tables: CalibrationRequest.Tables) throws(InputError) -> CalibrationData {
        var reader = CalibrationTables(suffixes: RecordedRun.suffixes(nil, at: tables.scores + tables.details))
        let sources = try CalibrationTablePaths(tables).sources
        let truth = try TruthTables(tables.truth, for: sources.map(\.forTruth))
        var names: [Set<FileName>] = []
        for (source, part) in zip(sources, truth.parts) { names.append(try reader.read(source, part)) }
        try truth.check(names)
        guard reader.masks.contains(where: { $0.structures.values.contains { $0.real != nil } }) else {
            throw InputError(
                .pairingFailed, truth.parts[0].file.path, "no row has the fname and structure of a score",
                remedy: "give the truth of the masks that were scored")
        }
        var settings = reader.settings ?? CalibrationSettings()
        if settings.referencesPerCase == nil, reader.largestReferenceCount > 0 {
            settings.referencesPerCase = reader.largestReferenceCount
        }
        var data = CalibrationData(
            masks: reader.masks, structures: reader.structures,
            origin: CalibrationOrigin(kind: .tables, files: reader.files), settings: settings,
            rowsWithoutTruth: reader.rowsWithoutTruth)
        data.notes = truth.allNotes
        return data
    }

    /// A mask and a structure, told from others by their bytes.
    private struct Key: Hashable {
        let fname: [UInt8]
        let structure: [UInt8]

        init(_ row: some StructureRow) {
            fname = Array(row.fname.utf8)
            structure = Array(row.structure.utf8)
        }
    }

    /// - Returns: the names of the masks.
    private mutating func read(
        _ source: CalibrationTablePaths.Source, _ truth: TruthTables.Part
    ) throws(InputError) -> Set<FileName> {
        var order: [(key: Key, fname: String, structure: String)] = []
        var evidence: [Key: StructureEvidence] = [:]
        if let path = source.details {
            let table = try table(path)
            for (index, row) in try ReferenceScoreRow.rows(of: table).enumerated() {
                let key = Key(row)
                if evidence[key] == nil { order.append((key, row.fname, row.structure)) }
                let entry = (name: row.reference, dice: row.dice.map(\.asWritten))
                if evidence[key]?.references.contains(where: { $0.name == entry.name }) ?? false {
                    throw table.error(
                        .fileDamaged, "this mask, structure and reference occur twice", row: index, column: 0,
                        remedy: "remove one")
                }
                evidence[key, default: StructureEvidence()].references.append(entry)
            }
            for (key, item) in evidence {
                largestReferenceCount = max(largestReferenceCount, item.references.count)
                let scores = item.references.enumerated().map {
                    (reference: $0.offset, dice: $0.element.dice.map { Float($0) })
                }
                evidence[key]?.estimates = CaseEstimates(StructureScore(scores))
            }
        }
        if let path = source.scores {
            let table = try table(path)
            for name in ["mean", "median", "best"] { _ = try table.column(named: name) }
            var seen: Set<Key> = []
            for (index, row) in try StructureScoreRow.rows(of: table).enumerated() {
                let key = Key(row)
                guard seen.insert(key).inserted else {
                    throw table.error(
                        .fileDamaged, "this mask and structure occur twice", row: index, column: 0, remedy: "remove one"
                    )
                }
                if evidence[key] == nil { order.append((key, row.fname, row.structure)) }
                evidence[key, default: StructureEvidence()].estimates = Self.estimates(row)
            }
        }
        try readTruth(truth, into: &evidence)
        try readSettings(beside: source.scores ?? source.details ?? "")
        append(order, evidence)
        return Set(order.map { FileName($0.fname) })
    }

    private mutating func append(
        _ order: [(key: Key, fname: String, structure: String)], _ evidence: [Key: StructureEvidence]
    ) {
        var places: [[UInt8]: Int] = [:]
        for item in order {
            guard let structure = evidence[item.key] else { continue }
            if !structures.contains(item.structure) { structures.append(item.structure) }
            if !structure.hasTruth { rowsWithoutTruth += 1 }
            let place = places[item.key.fname] ?? masks.count
            if place == masks.count {
                places[item.key.fname] = place
                let stem = FileStem(of: item.fname, droppingSuffixes: suffixes)
                masks.append(MaskEvidence(image: stem.text))
            }
            masks[place].structures[item.structure] = structure
        }
    }

    private mutating func readTruth(
        _ part: TruthTables.Part, into evidence: inout [Key: StructureEvidence]
    ) throws(InputError) {
        add(CalibrationOrigin.File(path: part.file.path, sha256: part.file.sha256))
        let table = part.file.table
        let rows = try TrueScoreRow.rows(of: table)
        var seen: [Key: Float?] = [:]
        for index in part.rows {
            let row = rows[index]
            let key = Key(row)
            if let earlier = seen[key], earlier != row.dice {
                throw table.error(
                    .fileDamaged, "this mask and structure occur twice with different values", row: index,
                    column: try table.column(named: "dice"), remedy: "remove the wrong one")
            }
            seen[key] = .some(row.dice)
            evidence[key]?.real = row.dice.map(\.asWritten)
            evidence[key]?.hasTruth = true
        }
    }

    /// The run's record lies beside its tables; tables from elsewhere have none.
    private mutating func readSettings(beside path: String) throws(InputError) {
        let folder = RecordedRun.folder(of: path)
        guard let record = try RecordedRun.read(in: folder) else { return }
        var found = CalibrationSettings(referenceDigest: record.reference.digest)
        found.referencesPerCase = record.referencesPerCase
        found.similarity = record.text("similarity")
        found.classifier = record.text("classifier")
        if let settings, settings != found {
            throw InputError(
                .optionInvalid, folder, "was scored with other settings or references than the tables before it",
                remedy: "calibrate with masks that were scored alike")
        }
        settings = found
    }

    private mutating func table(_ path: String) throws(InputError) -> CSVTable {
        let bytes = try InputFile.read(at: path, maximumBytes: CSVTable.maximumBytes)
        let table = try CSVTable(file: bytes, path: path)
        add(CalibrationOrigin.File(path: path, sha256: ContentDigest.sha256(bytes)))
        return table
    }

    private mutating func add(_ file: CalibrationOrigin.File) {
        if !files.contains(where: { $0.path == file.path }) { files.append(file) }
    }

    private static func estimates(_ row: StructureScoreRow) -> CaseEstimates? {
        CaseEstimates(
            maximum: row.dice, mean: row.mean, median: row.median, best: row.best, consensus: row.consensus,
            expected: row.expected, lower: row.lower, upper: row.upper)
    }
}
