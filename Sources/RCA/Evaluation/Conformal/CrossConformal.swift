/// Intervals that adapt to the mask, from one set of masks that both fits and calibrates: CV+ (Barber, Candès,
/// Ramdas, Tibshirani 2021) with errors in units of their likely size (Lei et al. 2018).
///
/// The images are dealt into folds. Each fold's masks are predicted by a fit to all others, so no error is measured
/// on what was fitted. Of the errors that one is taken that keeps the promise for nine calibration sets in ten
/// (``ConformalRank/confidentTail(count:alpha:)``), as if they came from one fit. All that is about masks that are
/// independent; where an image has several masks it is the number of images that has to be large.
public struct CrossConformal: Sendable, Equatable, Codable {
    public static let foldCount = 10

    /// One fold: what was fitted without it, and the errors on it.
    public struct Fold: Sendable, Equatable, Codable {
        public let fit: MonotoneFit
        /// |real − predicted| / scale of each of its masks, descending.
        public let errors: [Double]
    }

    public let folds: [Fold]
    public let uses: FittedEstimates

    /// - Parameter cases: masks of two images or more. Those without a consensus are left out where most have one;
    ///   where most have none, the consensus is. The expected Dice is left out where one has none.
    /// - Returns: nil where fewer than two images are left.
    public init?(_ cases: [CalibrationCase], folds count: Int = CrossConformal.foldCount) {
        let uses = FittedEstimates(cases.map(\.estimates))
        self.uses = uses
        let usable = cases.compactMap { item in uses.features(item.estimates).map { (item: item, features: $0) } }
        let places = ImageFolds.places(of: usable.map(\.item.image), count: count)
        guard let last = places.max(), last > 0 else { return nil }
        folds = (0...last).map { fold in
            let others = usable.indices.filter { places[$0] != fold }
            let fit = MonotoneFit(
                others.map { usable[$0].features }, real: others.map { usable[$0].item.real })
            let errors = usable.indices.filter { places[$0] == fold }.map { index in
                let predicted = fit.predicted(usable[index].features.values)
                return abs(usable[index].item.real - predicted)
                    / fit.scale.value(predicted: predicted, doubts: usable[index].features.doubts)
            }
            return Fold(fit: fit, errors: errors.sorted(by: >))
        }
    }

    /// Masks that errors were measured on.
    public var count: Int { folds.reduce(0) { $0 + $1.errors.count } }

    /// - Parameter alpha: the share of intervals that may miss, in (0, 1). Where it is too small for the number of
    ///   calibration masks the interval is [0, 1].
    /// - Returns: nil where the consensus or the expected Dice is needed and not known.
    public func interval(_ estimates: CaseEstimates, alpha: Double) -> PredictionInterval? {
        guard let features = uses.features(estimates) else { return nil }
        let centres = folds.map { $0.fit.predicted(features.values) }
        let predicted = centres.reduce(0, +) / Double(centres.count)
        let tail = ConformalRank.confidentTail(count: count, alpha: alpha)
        guard tail > 0 else {
            return PredictionInterval(predicted: predicted, lower: 0, upper: 1)
        }
        let scales = zip(folds, centres).map { $0.fit.scale.value(predicted: $1, doubts: features.doubts) }
        let errors = folds.map(\.errors)
        let lower = -Self.largest(tail, of: errors, centres: centres.map { -$0 }, scales: scales)
        let upper = Self.largest(tail, of: errors, centres: centres, scales: scales)
        return PredictionInterval(predicted: predicted, lower: min(lower, predicted), upper: max(upper, predicted))
    }

    /// The value that has the given place, from 1, among all centre + scale · error, largest first.
    ///
    /// - Parameters:
    ///   - place: at most as many as there are errors.
    ///   - errors: of each fold, descending.
    ///   - scales: none negative.
    package static func largest(
        _ place: Int, of errors: [[Double]], centres: [Double], scales: [Double]
    ) -> Double {
        var next = [Int](repeating: 0, count: errors.count)
        var value = Double.infinity
        var left = place
        while left > 0 {
            // Of the values that lie `step` errors ahead in their folds, take the largest. At most step − 1 values of any
            // other fold are larger, so its fold's next `step` errors are among the folds · step largest; by steps of 1,
            // the largest itself.
            let step = max(left / errors.count, 1)
            var top: (fold: Int, value: Double)?
            for fold in errors.indices where next[fold] + step <= errors[fold].count {
                let candidate = centres[fold] + scales[fold] * errors[fold][next[fold] + step - 1]
                if candidate > top?.value ?? -.infinity { top = (fold, candidate) }
            }
            guard let top else { break }
            value = min(value, top.value)
            next[top.fold] += step
            left -= step
        }
        return value
    }

    /// Whether every number is one that a fit gives, as a file must have them.
    package var isSound: Bool {
        folds.count > 1
            && folds.allSatisfy { fold in
                fold.fit.isSound(uses)
                    && fold.errors.allSatisfy { $0.isFinite && $0 >= 0 }
                    && zip(fold.errors, fold.errors.dropFirst()).allSatisfy { $0 >= $1 }
            }
    }
}
