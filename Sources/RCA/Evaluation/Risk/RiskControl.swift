/// The threshold of the predicted Dice above which the share of bad masks is promised to stay below a limit: Learn then
/// Test (Angelopoulos, Bates, Candès, Jordan, Lei 2021).
///
///     let control = RiskControl(dice: 0.8, limit: 0.05)
///     switch control.threshold(scores) {
///     case .threshold(let threshold): print(threshold)
///     case .tooFewImages, .notReached: print("no promise")
///     }
///
/// The promise: images drawn as those of the scores give, in ``confidence`` of the cases, a threshold above which no
/// more than ``limit`` of the masks of new images like them have a true Dice below ``dice``. It holds for any number of
/// images, whatever the distribution. The share is by image: where an image has several masks it is that of its
/// accepted masks, on average over the images that have any. It does not hold for other images or another segmenter.
///
/// Thresholds from 1 down to 0 are tested one after another, each only if the one before has passed: so the chance that
/// any of them passes by luck is that of a single test (fixed sequence testing). High thresholds accept too few masks
/// to pass, so that there are several places to start from, which share that chance.
public struct RiskControl: Sendable, Equatable {
    /// A mask whose true Dice is below is bad.
    public let dice: Double
    /// The share of accepted masks that may be bad, in (0, 1).
    public let limit: Double
    /// How often the promise is kept, over sets of images, in (0, 1).
    public let confidence: Double

    /// What can be promised.
    public enum Promise: Sendable, Equatable {
        /// Masks with this predicted Dice or more keep the limit.
        case threshold(Double)
        /// Even without a single bad mask, so few images promise nothing.
        case tooFewImages
        /// No threshold keeps the limit surely enough.
        case notReached
    }

    /// The thresholds that are tested lie so far apart.
    static let step = 0.005
    /// Where testing starts.
    static let starts = [0.95, 0.9, 0.8]

    /// - Precondition: limit and confidence are in (0, 1).
    public init(dice: Double, limit: Double, confidence: Double = 0.9) {
        precondition(limit > 0 && limit < 1 && confidence > 0 && confidence < 1, "shares are between 0 and 1")
        self.dice = dice
        self.limit = limit
        self.confidence = confidence
    }

    /// The lowest threshold that keeps the limit.
    public func threshold(_ scores: PairedScores) -> Promise {
        let images = ClusterBootstrap.members(of: scores.images)
        let hasOneMask = images.allSatisfy { $0.count == 1 }
        let level = (1 - confidence) / Double(Self.starts.count)
        let best = images.map { RiskTest.Image(accepted: $0.count) }
        guard RiskTest.pValue(best, hasOneMask: hasOneMask, limit: limit) <= level else { return .tooFewImages }
        let bad = scores.real.map { $0 < dice }
        var known: [Int: Bool] = [:]
        func passes(_ place: Int) -> Bool {
            if let known = known[place] { return known }
            let threshold = Self.threshold(place)
            let counts = images.map { masks in
                masks.reduce(into: RiskTest.Image()) { counts, mask in
                    guard scores.predicted[mask] >= threshold else { return }
                    counts.accepted += 1
                    if bad[mask] { counts.bad += 1 }
                }
            }
            let result = RiskTest.pValue(counts, hasOneMask: hasOneMask, limit: limit) <= level
            known[place] = result
            return result
        }
        var lowest: Int?
        for start in Self.starts {
            var place = Int((start / Self.step).rounded())
            while place >= 0, passes(place) {
                lowest = min(lowest ?? place, place)
                place -= 1
            }
        }
        return lowest.map { .threshold(Self.threshold($0)) } ?? .notReached
    }

    /// The threshold at a place of the grid: the decimal itself, not a sum of steps.
    private static func threshold(_ place: Int) -> Double { Double(place * 5) / 1000 }
}
