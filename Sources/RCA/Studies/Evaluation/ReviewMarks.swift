import Evaluation
import Imaging
import Reporting

/// What a reviewer said of masks: the table `fname,mark` that a report's page saves, mark being `fine` or `wrong`.
struct ReviewMarks {
    /// In the file's order.
    let marks: [(name: FileName, isWrong: Bool)]

    /// - Throws: ``InputError`` naming line and column where a mark is neither, or a mask has two that differ.
    init(path: String) throws(InputError) {
        let table = try CSVTable(path: path)
        let fname = try table.column(named: "fname")
        let mark = try table.column(named: "mark")
        var known: [FileName: Bool] = [:]
        var marks: [(name: FileName, isWrong: Bool)] = []
        for row in table.rows {
            let name = FileName(try table.text(inRow: row, column: fname))
            let text = try table.text(inRow: row, column: mark)
            guard text == "fine" || text == "wrong" else {
                throw table.error(
                    .fileDamaged, "\"\(text)\" is no mark", row: row, column: mark, remedy: "write fine or wrong")
            }
            let isWrong = text == "wrong"
            if let earlier = known[name] {
                guard earlier == isWrong else { throw table.contradiction(name, row: row, column: fname) }
                continue
            }
            known[name] = isWrong
            marks.append((name, isWrong))
        }
        self.marks = marks
    }

    /// The marks beside each estimate of whole masks, and the marked masks without a score.
    ///
    /// A whole mask's estimate is the one in `rca_dice_scores.csv`, or the mean of its structures'.
    func agreement(
        with scores: ScoresByMask, thresholds: [Double]
    ) -> (marks: [EvaluationReport.Marks], missing: [EvaluationReport.Missing]) {
        let parts = scores.properStructures
        let whole = scores[EvaluationReport.meanName]
        var estimators = whole?.estimators ?? []
        for part in parts {
            for estimator in scores[part]?.estimators ?? [] where !estimators.contains(estimator) {
                estimators.append(estimator)
            }
        }
        let results = estimators.map { estimator in
            let pairs = marks.compactMap { mark -> (predicted: Double, isWrong: Bool)? in
                let value =
                    Self.estimate(estimator, of: mark.name, in: whole)
                    ?? Self.mean(parts.compactMap { Self.estimate(estimator, of: mark.name, in: scores[$0]) })
                return value.map { ($0, mark.isWrong) }
            }
            return EvaluationReport.Marks(
                estimator: estimator, scores: MarkedScores(pairs, thresholds: thresholds))
        }
        let missing = marks.filter { !scores.names.contains($0.name) }.map {
            EvaluationReport.Missing(
                masks: "", fname: $0.name.text, structure: "", problem: "is marked, and has no prediction")
        }
        return (results, missing)
    }

    private static func estimate(_ estimator: String, of name: FileName, in scores: ScoresByMask.Structure?) -> Double?
    {
        guard let scores, let place = scores.estimators.firstIndex(of: estimator), let row = scores.rows[name] else {
            return nil
        }
        return row[place]
    }

    private static func mean(_ values: [Double]) -> Double? {
        values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }
}
