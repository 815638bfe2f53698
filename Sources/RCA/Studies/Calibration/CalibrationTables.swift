import Calibration
import Cases
import Evaluation
import Imaging
import NumericSupport
import Reporting
import Runs
import Scoring

/// Reads score tables with their truth into masks of known quality.
struct CalibrationTables {
    private var masks: [MaskEvidence] = []
    private var structures: [String] = []
    private var files: [CalibrationOrigin.File] = []
    private var settings: CalibrationSettings?
    private var largestReferenceCount = 0
    private var rowsWithoutTruth = 0

    /// - Throws: ``InputError`` where a table cannot be read, has a row twice, or nothing has a truth.
    static func read(_ tables: CalibrationRequest.Tables) throws(InputError) -> CalibrationData {
        var reader = CalibrationTables()
        let sources = try CalibrationTablePaths(tables).sources
        for source in sources { try reader.read(source) }
        guard reader.masks.contains(where: { $0.structures.values.contains { $0.real != nil } }) else {
            throw InputError(
                .pairingFailed, sources[0].truth, "no row has the fname and structure of a score",
                remedy: "give the truth of the masks that were scored")
        }
        var settings = reader.settings ?? CalibrationSettings()
        if settings.referencesPerCase == nil, reader.largestReferenceCount > 0 {
            settings.referencesPerCase = reader.largestReferenceCount
        }
        return CalibrationData(
            masks: reader.masks, structures: reader.structures,
            origin: CalibrationOrigin(kind: .tables, files: reader.files), settings: settings,
            rowsWithoutTruth: reader.rowsWithoutTruth)
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

    private mutating func read(_ source: CalibrationTablePaths.Source) throws(InputError) {
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
        try readTruth(source.truth, into: &evidence)
        try readSettings(beside: source.scores ?? source.details ?? "")
        append(order, evidence)
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
                let stem = FileStem(of: item.fname, droppingSuffixes: ImageFolder.defaultSuffixes)
                masks.append(MaskEvidence(image: stem.text))
            }
            masks[place].structures[item.structure] = structure
        }
    }

    private mutating func readTruth(_ path: String, into evidence: inout [Key: StructureEvidence]) throws(InputError) {
        let table = try table(path)
        var seen: [Key: Float?] = [:]
        for (index, row) in try TrueScoreRow.rows(of: table).enumerated() {
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
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        let file = joined(folder, "rca_run.json")
        guard let bytes = try? InputFile.read(at: file) else { return }
        let record = try RunRecord(json: bytes, source: file)
        func value(_ name: String) -> RunParameter.Value? { record.parameters.first { $0.name == name }?.value }
        var found = CalibrationSettings(referenceDigest: record.reference.digest)
        if case .integer(let count) = value("references-per-case") {
            found.referencesPerCase = min(count, record.reference.count)
        }
        if case .text(let measure) = value("similarity") { found.similarity = measure }
        if case .text(let classifier) = value("classifier") { found.classifier = classifier }
        if let settings, settings != found {
            throw InputError(
                .optionInvalid, file, "was scored with other settings or references than the tables before it",
                remedy: "calibrate with masks that were scored alike")
        }
        settings = found
    }

    private mutating func table(_ path: String) throws(InputError) -> CSVTable {
        let bytes = try InputFile.read(at: path, maximumBytes: CSVTable.maximumBytes)
        let table = try CSVTable(file: bytes, path: path)
        if !files.contains(where: { $0.path == path }) {
            files.append(CalibrationOrigin.File(path: path, sha256: ContentDigest.sha256(bytes)))
        }
        return table
    }

    private static func estimates(_ row: StructureScoreRow) -> CaseEstimates? {
        CaseEstimates(
            maximum: row.dice, mean: row.mean, median: row.median, best: row.best, consensus: row.consensus,
            expected: row.expected, lower: row.lower, upper: row.upper)
    }
}
