import Calibration
package import Evaluation
package import Scoring

extension CaseEstimates {
    /// Nil where the structure is in neither map for every reference.
    package init?(_ score: StructureScore) {
        self.init(
            maximum: score.dice, mean: score.mean, median: score.median, best: score.best, consensus: score.consensus,
            expected: score.expected?.dice, lower: score.expected?.range?.lowerBound,
            upper: score.expected?.range?.upperBound)
    }
}
