import TestSupport
import Testing

/// Pairs, and what other software makes of them.
///
/// Computed outside with SciPy 1.17.1, scikit-learn 1.9.1 and NumPy 2.4.6 under Python 3.11.7:
/// `scipy.stats.pearsonr(p, r).statistic`, `scipy.stats.spearmanr(p, r).statistic`; Lin's concordance from
/// `c = numpy.cov(p, r, ddof=0)` as `2*c[0,1]/(c[0,0]+c[1,1]+(p.mean()-r.mean())**2)`;
/// `sklearn.metrics.mean_absolute_error(r, p)`, `root_mean_squared_error(r, p)`; `numpy.mean(p - r)`; with
/// `d = p - r`, `d.mean() ± 1.96*d.std(ddof=1)`; `scipy.stats.linregress(p, r)`; `numpy.quantile(p, ...)`; with
/// `y = r < t`, `sklearn.metrics.roc_auc_score(y, -p)` (`scipy.stats.mannwhitneyu(-p[y], -p[~y])` divided by the
/// product of the counts gave the same), `average_precision_score(y, -p)`, `confusion_matrix(y, p < t)`,
/// `recall_score(y, p < t)`, `recall_score(~y, p >= t)`, `accuracy_score(y, p < t)`.
struct StoredFigures: Sendable, CustomTestStringConvertible {
    struct Detection: Sendable {
        let threshold: Double
        let area: Double
        let averagePrecision: Double
        /// True positives, false positives, true negatives, false negatives.
        let counts: [Int]
        let sensitivity: Double
        let specificity: Double
        let accuracy: Double
    }

    let testDescription: String
    let predicted: [Double]
    let real: [Double]
    let images: [String]
    let pearson: Double
    let spearman: Double
    let concordance: Double
    let meanAbsoluteError: Double
    let rootMeanSquareError: Double
    let bias: Double
    let limits: [Double]
    let slope: Double
    let intercept: Double
    /// Of the predictions at 0, 0.05, 0.25, 0.5, 0.9, 0.975 and 1.
    let quantiles: [Double]
    let detections: [Detection]

    static let all = [twelve, fiveHundred]

    static let twelve = StoredFigures(
        testDescription: "twelve pairs",
        predicted: [0.91, 0.85, 0.85, 0.42, 0.77, 0.96, 0.70, 0.63, 0.88, 0.70, 0.95, 0.51],
        real: [0.93, 0.80, 0.86, 0.35, 0.70, 0.95, 0.66, 0.71, 0.88, 0.70, 0.97, 0.60],
        images: ["a", "a", "a", "b", "b", "b", "c", "c", "c", "d", "d", "d"],
        pearson: 0.9571118258380547, spearman: 0.9437624416825535, concordance: 0.9567657655449624,
        meanAbsoluteError: 0.03833333333333332, rootMeanSquareError: 0.04949747468305832,
        bias: 0.0016666666666666635, limits: [-0.09960478972054976, 0.10293812305388308],
        slope: 0.9813469418537422, intercept: 0.012525201739611247,
        quantiles: [0.42, 0.46950000000000003, 0.6825, 0.81, 0.946, 0.9572499999999999, 0.96],
        detections: [
            Detection(
                threshold: 0.7, area: 0.9444444444444444, averagePrecision: 0.8666666666666667,
                counts: [2, 1, 8, 1], sensitivity: 0.6666666666666666, specificity: 0.8888888888888888,
                accuracy: 0.8333333333333334),
            Detection(
                threshold: 0.8, area: 1, averagePrecision: 1, counts: [6, 0, 6, 0], sensitivity: 1,
                specificity: 1, accuracy: 1),
        ])

    static let fiveHundred = StoredFigures(
        testDescription: "500 pairs with many ties",
        predicted: generated.map(\.predicted), real: generated.map(\.real), images: generated.map(\.image),
        pearson: 0.9682080036741931, spearman: 0.9680556639555344, concordance: 0.9517947402773972,
        meanAbsoluteError: 0.04733999999999999, rootMeanSquareError: 0.05758992967524791,
        bias: 0.0301, limits: [-0.06622798505839733, 0.12642798505839734],
        slope: 1.0569654226812495, intercept: -0.07035518559193177,
        quantiles: [0.37, 0.44, 0.5575000000000001, 0.7, 0.95, 1, 1],
        detections: [
            Detection(
                threshold: 0.7, area: 0.9876293297345929, averagePrecision: 0.9880403811679028,
                counts: [237, 8, 226, 29], sensitivity: 0.8909774436090225, specificity: 0.9658119658119658,
                accuracy: 0.926),
            Detection(
                threshold: 0.8, area: 0.9865584147021272, averagePrecision: 0.9927316030143786,
                counts: [309, 10, 157, 24], sensitivity: 0.9279279279279279, specificity: 0.9401197604790419,
                accuracy: 0.932),
            Detection(
                threshold: 0.9, area: 0.9782749129311313, averagePrecision: 0.9950368574389867,
                counts: [391, 16, 70, 23], sensitivity: 0.9444444444444444, specificity: 0.813953488372093,
                accuracy: 0.922),
        ])

    /// Real scores in steps of 0.02 and predictions in steps of 0.01, of 25 images in turn; SplitMix64 with seed 7.
    private static let generated: [(predicted: Double, real: Double, image: String)] = {
        var random = SeededGenerator(seed: 7)
        func unit() -> Double { Double(random.next() >> 11) * 0x1p-53 }
        return (0..<500).map { position in
            let quality = 0.4 + 0.6 * unit()
            let error = 0.3 * (unit() - 0.5)
            let predicted = min(1, max(0, quality + 0.4 * error + 0.02))
            let real = min(1, max(0, quality + error))
            return (
                (predicted * 100).rounded(.down) / 100, (real * 50).rounded(.down) / 50, "image\(position % 25)"
            )
        }
    }()

    var scores: PairedScoresInput { zip(zip(predicted, real), images).map { ($0.0, $0.1, $1) } }
}

typealias PairedScoresInput = [(predicted: Double?, real: Double?, image: String)]

/// Whether a figure is the stored one to 1e-9.
func agrees(_ figure: Double?, _ stored: Double) -> Bool {
    guard let figure else { return false }
    return abs(figure - stored) <= 1e-9
}
