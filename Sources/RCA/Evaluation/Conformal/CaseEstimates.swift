/// The estimates of one structure's Dice that intervals are made from.
public struct CaseEstimates: Sendable, Equatable {
    /// The maximum over the references, their mean, their median, and the mean of the better half.
    public let maximum: Double
    public let mean: Double
    public let median: Double
    public let best: Double
    /// Nil where it is not known.
    public let consensus: Double?
    /// The Dice to be expected with the truth; nil where it is not known.
    public let expected: Double?
    /// Half the width of the range round ``expected``; nil where it is not known.
    public let halfWidth: Double?

    public init(
        maximum: Double, mean: Double, median: Double, best: Double, consensus: Double?, expected: Double? = nil,
        halfWidth: Double? = nil
    ) {
        self.maximum = maximum
        self.mean = mean
        self.median = median
        self.best = best
        self.consensus = consensus
        self.expected = expected
        self.halfWidth = halfWidth
    }

    /// The means of several structures' estimates; nil where there are none. What one of them lacks is nil.
    public init?(meanOf cases: [CaseEstimates]) {
        guard !cases.isEmpty else { return nil }
        func mean(_ value: (CaseEstimates) -> Double) -> Double {
            cases.reduce(0) { $0 + value($1) } / Double(cases.count)
        }
        func meanOfAll(_ value: (CaseEstimates) -> Double?) -> Double? {
            let known = cases.compactMap(value)
            return known.count == cases.count ? known.reduce(0, +) / Double(cases.count) : nil
        }
        self.init(
            maximum: mean(\.maximum), mean: mean(\.mean), median: mean(\.median), best: mean(\.best),
            consensus: meanOfAll(\.consensus), expected: meanOfAll(\.expected), halfWidth: meanOfAll(\.halfWidth))
    }

    /// How much the references differ about the mask: the maximum less the mean, 0 or more.
    var spread: Double { max(0, maximum - mean) }
}

/// Which of the estimates that not every mask has a fit is made with.
public struct FittedEstimates: Sendable, Equatable, Codable {
    /// The consensus, where most masks have it: the others are left out of the fit.
    public let consensus: Bool
    /// The expected Dice, where all masks of the fit have it.
    public let expected: Bool
    /// The width of the expected Dice's range, where all masks of the fit have it.
    public let width: Bool

    public init(_ cases: [CaseEstimates]) {
        let hasConsensus = 2 * cases.count { $0.consensus != nil } >= cases.count
        let used = hasConsensus ? cases.filter { $0.consensus != nil } : cases
        consensus = hasConsensus
        expected = !used.isEmpty && used.allSatisfy { $0.expected != nil }
        width = expected && used.allSatisfy { $0.halfWidth != nil }
    }

    /// How many estimates the true Dice is predicted from, and how many terms the error's scale has beside its own two.
    var valueCount: Int { 4 + (consensus ? 1 : 0) + (expected ? 1 : 0) }
    var doubtCount: Int { width ? 2 : 1 }

    /// Whether a mask has all that a fit needs.
    package func has(_ estimates: CaseEstimates) -> Bool { features(estimates) != nil }

    /// What a fit takes of a mask: estimates of its true Dice, and what speaks for a large error, 0 or more each.
    /// - Returns: nil where the mask lacks one that the fit needs.
    func features(_ estimates: CaseEstimates) -> CaseFeatures? {
        var values = [estimates.maximum, estimates.mean, estimates.median, estimates.best]
        var doubts = [estimates.spread]
        for (isUsed, value) in [(consensus, estimates.consensus), (expected, estimates.expected)] where isUsed {
            guard let value else { return nil }
            values.append(value)
        }
        if width {
            guard let halfWidth = estimates.halfWidth else { return nil }
            doubts.append(max(0, halfWidth))
        }
        return CaseFeatures(values: values, doubts: doubts)
    }
}

/// A mask as a fit sees it.
struct CaseFeatures: Sendable {
    let values: [Double]
    let doubts: [Double]
}

/// A mask of known quality, to calibrate with.
public struct CalibrationCase: Sendable, Equatable {
    public let estimates: CaseEstimates
    public let real: Double
    /// Masks of one image resemble each other, and are never on both sides of a split.
    public let image: String

    public init(estimates: CaseEstimates, real: Double, image: String) {
        self.estimates = estimates
        self.real = real
        self.image = image
    }
}
