import Cases
import Evaluation
import Imaging
import NumericSupport
import Presentation
import Reporting

/// Pairs of a run's scores with a truth, or with published scores.
enum ReportComparisons {
    /// What pairs of whole masks are called.
    static let whole = "Whole mask"

    typealias Result = (pairs: [ReportContent.Comparison], notes: [String])

    /// Expected Dice, or what there is in its place, against true, for each structure of the truth and for whole masks.
    ///
    /// Where a truth has structures only, a whole mask's is the mean over those that both sides have.
    /// - Throws: ``InputError`` where the table cannot be read, or is about none of the masks.
    static func truth(_ path: String, _ folder: ScoreFolder) throws(InputError) -> Result {
        let truth = try ScoreTables.truth(of: CSVTable(path: path), cluster: nil)
        var comparisons: [ReportContent.Comparison] = []
        let known = folder.structures.filter { truth[$0] != nil }
        let masks = pairs(folder, truth) { _, name in wholeMask(name, truth, folder.structures) }
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
        return (comparisons, notes(found: found, of: folder.masks.count, path: path, what: "the truth"))
    }

    /// The true Dice of whole masks by their names, as ``truth(_:_:)`` has it.
    ///
    /// - Parameter structures: of the masks.
    /// - Throws: ``InputError`` where the table cannot be read.
    static func wholeMasks(_ path: String, _ structures: [String]) throws(InputError) -> (String) -> Double? {
        let truth = try ScoreTables.truth(of: CSVTable(path: path), cluster: nil)
        return { wholeMask(FileName($0), truth, structures) }
    }

    private static func wholeMask(_ name: FileName, _ truth: ScoresByMask, _ structures: [String]) -> Double? {
        if let own = truth[EvaluationReport.meanName]?.rows[name]?.first { return own }
        let known = structures.filter { truth[$0] != nil }
        guard known == structures, !known.isEmpty else { return nil }
        let values = known.compactMap { truth[$0]?.rows[name]?.first ?? nil }
        return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
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

    private static func pairs(
        _ folder: ScoreFolder, _ truth: ScoresByMask, real: (ScoredMask, FileName) -> Double?
    ) -> PairedScores {
        PairedScores(folder.masks.map { ($0.leading.map(\.asWritten), real($0, FileName($0.fname)), image($0)) })
    }

    /// Masks of one image count as one.
    private static func image(_ mask: ScoredMask) -> String {
        FileStem(of: mask.fname, droppingSuffixes: ImageFolder.defaultSuffixes).text
    }

    private static func notes(found: Int, of count: Int, path: String, what: String) -> [String] {
        guard found < count else { return [] }
        return ["\(count - found) of \(count) masks have no row in \(what) (\(path)), and are left out there."]
    }
}
