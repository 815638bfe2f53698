import Cases
import Evaluation
import Imaging
import NumericSupport
import Presentation
import Reporting
import Tables

/// Pairs of a run's scores with a truth, or with published scores.
enum ReportComparisons {
    /// What pairs of whole masks are called.
    static let whole = "Whole mask"

    typealias Result = (pairs: [ReportContent.Comparison], notes: [String])

    /// Expected Dice, or what there is in its place, against true, for each structure of the truth and for whole masks.
    ///
    /// Where a truth has structures only, a whole mask's is the mean over all of the mask's structures.
    /// - Throws: ``InputError`` where the table cannot be read, or is about none of the masks.
    static func truth(_ path: String, _ folder: ScoreFolder) throws(InputError) -> Result {
        let (truth, said) = try scores(path, folder)
        var comparisons: [ReportContent.Comparison] = []
        let known = folder.structures.filter { truth[$0] != nil }
        let image = image(folder)
        let masks = PairedScores(
            folder.masks.map { mask in
                let name = FileName(mask.fname)
                let real = wholeMask(name, truth, folder.structures)
                return (predicted(mask, whole: truth, folder.structures), real, image(mask))
            })
        if masks.count > 0 { comparisons.append(ReportContent.Comparison(title: whole, scores: masks)) }
        for name in known {
            guard let place = folder.structures.firstIndex(of: name) else { continue }
            let scores = PairedScores(
                folder.masks.map { mask in
                    let predicted = mask.structures.isEmpty ? nil : mask.structures[place].leading
                    let real = truth[name]?.rows[FileName(mask.fname)]?.first ?? nil
                    return (predicted.map(\.asWritten), real, image(mask))
                })
            if scores.count > 0 { comparisons.append(ReportContent.Comparison(title: name, scores: scores)) }
        }
        let found = folder.masks.count { truth.names.contains(FileName($0.fname)) }
        guard folder.masks.isEmpty || found > 0 && (!known.isEmpty || truth[EvaluationReport.meanName] != nil) else {
            throw InputError(
                .pairingFailed, path, "no row has the fname and structure of a score",
                remedy: "give the truth of the masks that were scored")
        }
        return (
            comparisons,
            said + notes(found: found, of: folder.masks.count, path: path, what: "the truth")
                + noteOnParts(folder, truth, path)
        )
    }

    /// The rows of a truth that are about a folder's masks.
    private static func scores(
        _ path: String, _ folder: ScoreFolder
    ) throws(InputError) -> (truth: ScoresByMask, notes: [String]) {
        let tables = try TruthTables([path], for: [TruthTables.Source(folder: folder.path, argument: 0)])
        let masks = Set(folder.masks.map { FileName($0.fname) })
        return (try tables.scores(of: [masks], cluster: nil)[0], tables.notes)
    }

    /// The true Dice of whole masks by their names, as ``truth(_:_:)`` has it.
    ///
    /// - Throws: ``InputError`` where the table cannot be read.
    static func wholeMasks(_ path: String, _ folder: ScoreFolder) throws(InputError) -> (String) -> Double? {
        let truth = try scores(path, folder).truth
        return { wholeMask(FileName($0), truth, folder.structures) }
    }

    /// The true Dice of a whole mask: the one given, or the mean over those of its structures that are defined. Nil
    /// where a structure has no row, as in `evaluate`: the mean over the others is another figure.
    static func wholeMask(_ name: FileName, _ truth: ScoresByMask, _ structures: [String]) -> Double? {
        if let own = truth[EvaluationReport.meanName]?.rows[name]?.first { return own }
        var values: [Double] = []
        for structure in structures {
            guard let row = truth[structure]?.rows[name] else { return nil }
            values += row.compactMap(\.self)
        }
        return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }

    /// What is predicted of a whole mask: as `evaluate` has it, of the same structures as the truth.
    private static func predicted(
        _ mask: ScoredMask, whole truth: ScoresByMask, _ structures: [String]
    ) -> Double? {
        let averaged = truth.averaged(structures, FileName(mask.fname))
        guard averaged.count < structures.count, !mask.structures.isEmpty else { return mask.leading.map(\.asWritten) }
        let values = zip(structures, mask.structures).filter { averaged.contains($0.0) }
            .compactMap { $0.1.leading?.asWritten }
        return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }

    /// How many masks have a truth of some of their structures alone.
    private static func noteOnParts(_ folder: ScoreFolder, _ truth: ScoresByMask, _ path: String) -> [String] {
        guard folder.structures.allSatisfy({ truth[$0] != nil }) else { return [] }
        let count = folder.masks.count { mask in
            let name = FileName(mask.fname)
            let rows = folder.structures.count { truth[$0]?.rows[name] != nil }
            return rows > 0 && rows < folder.structures.count && truth[EvaluationReport.meanName]?.rows[name] == nil
        }
        guard count > 0 else { return [] }
        return ["\(count) of \(folder.masks.count) whole masks are left out: \(path) lacks some of their structures."]
    }

    /// This run's whole masks against a score file.
    /// - Throws: ``InputError`` where the file cannot be read, or is about none of the masks.
    static func published(_ path: String, _ folder: ScoreFolder) throws(InputError) -> Result {
        let rows = try MaskScoreRow.rows(of: CSVTable(path: path))
        let scores = Dictionary(
            rows.map { (FileName($0.fname), $0.dice) }, uniquingKeysWith: { first, _ in first })
        let pairs = PairedScores(
            folder.masks.map { mask in
                (
                    mask.dice.map(\.asWritten),
                    (scores[FileName(mask.fname)] ?? nil).map(\.asWritten), mask.fname
                )
            })
        let found = folder.masks.count { scores[FileName($0.fname)] != nil }
        guard folder.masks.isEmpty || found > 0 else {
            throw InputError(
                .pairingFailed, path, "no row has the fname of a score",
                remedy: "give published scores of the masks that were scored")
        }
        let comparisons = pairs.count > 0 ? [ReportContent.Comparison(title: whole, scores: pairs)] : []
        return (comparisons, notes(found: found, of: folder.masks.count, path: path, what: "published scores"))
    }

    /// Masks of one image count as one.
    private static func image(_ folder: ScoreFolder) -> (ScoredMask) -> String {
        let suffixes = RecordedRun.suffixes(nil, at: [folder.path])
        return { FileStem(of: $0.fname, droppingSuffixes: suffixes).text }
    }

    private static func notes(found: Int, of count: Int, path: String, what: String) -> [String] {
        guard found < count else { return [] }
        return ["\(count - found) of \(count) masks have no row in \(what) (\(path)), and are left out there."]
    }
}
