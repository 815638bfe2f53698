import Evaluation
import Imaging
import Reporting

/// Which masks readers called wrong, beside predicted scores.
struct ReviewMarks {
    /// Sorted by name, or in a reader's own order.
    let marks: [(name: FileName, isWrong: Bool)]

    /// One reader's.
    init(_ rater: Rater, passFrom: Int) {
        marks = rater.order.map { ($0, !(rater.marks[$0]?.passes(from: passFrom) ?? false)) }
    }

    /// What most readers say; masks that as many pass as fail are left out, and listed.
    init(majorityOf tables: RaterTables, passFrom: Int) {
        marks = tables.masks.compactMap { mask in
            let all = tables.raters.compactMap { $0.marks[mask]?.passes(from: passFrom) }
            let passed = all.count { $0 }
            return MarkRule.majority.passes(passed, all.count - passed).map { (mask, !$0) }
        }
    }

    /// The marks beside each estimate of whole masks.
    ///
    /// A whole mask's estimate is the one in `rca_dice_scores.csv`, or the mean of its structures'.
    func agreement(
        with scores: ScoresByMask, thresholds: [Double], rater: String
    ) -> [EvaluationReport.Marks] {
        let parts = scores.properStructures
        let whole = scores[EvaluationReport.meanName]
        var estimators = whole?.estimators ?? []
        for part in parts {
            for estimator in scores[part]?.estimators ?? [] where !estimators.contains(estimator) {
                estimators.append(estimator)
            }
        }
        return estimators.map { estimator in
            let pairs = marks.compactMap { mark -> (predicted: Double, isWrong: Bool)? in
                let value =
                    Self.estimate(estimator, of: mark.name, in: whole)
                    ?? Self.mean(parts.compactMap { Self.estimate(estimator, of: mark.name, in: scores[$0]) })
                return value.map { ($0, mark.isWrong) }
            }
            return EvaluationReport.Marks(
                rater: rater, estimator: estimator, scores: MarkedScores(pairs, thresholds: thresholds))
        }
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

extension EvaluationRequest {
    /// Tables of masks that readers marked.
    public struct Marks: Sendable {
        /// What several readers' marks are made of.
        public enum Reading: String, CaseIterable, Sendable {
            case majority
            case each
        }

        public var paths: [String]
        /// The readers' names, one a table; empty for what the tables or their names say.
        public var raters: [String] = []
        /// The lowest rating of 1 to 5 that is fine.
        public var passFrom = 3
        public var reading = Reading.majority

        public init(paths: [String]) { self.paths = paths }
    }
}

extension EvaluationReport {
    /// The report with what readers' marks say of the predictions.
    mutating func add(_ marks: EvaluationRequest.Marks, of scores: ScoresByMask) throws(InputError) {
        let tables = try RaterTables(marks.paths, names: marks.raters)
        let isOne = tables.raters.count == 1
        if isOne || marks.reading == .majority {
            let review =
                isOne
                ? ReviewMarks(tables.raters[0], passFrom: marks.passFrom)
                : ReviewMarks(majorityOf: tables, passFrom: marks.passFrom)
            self.marks = review.agreement(with: scores, thresholds: thresholds, rater: isOne ? "" : "most readers")
            let open = tables.masks.count - review.marks.count
            if open > 0 {
                notes.append(
                    "As many readers pass as fail \(open) marked masks, which are left out: 'rca-cli marks' lists them."
                )
            }
        } else {
            self.marks = tables.raters.flatMap {
                ReviewMarks($0, passFrom: marks.passFrom).agreement(
                    with: scores, thresholds: thresholds, rater: $0.name)
            }
        }
        missing += tables.empty.map { Missing(masks: "", fname: $0.path, structure: "", problem: $0.problem) }
        missing += tables.masks.filter { !scores.names.contains($0) }.map {
            Missing(masks: "", fname: $0.text, structure: "", problem: "is marked, and has no prediction")
        }
    }
}
