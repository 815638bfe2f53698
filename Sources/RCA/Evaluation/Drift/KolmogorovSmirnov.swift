import RealModule

/// The two-sample test of Kolmogorov and Smirnov: the largest distance between two distribution functions.
///
/// Its p-value holds for one look at samples whose sizes were fixed before; looked at day after day it finds differences
/// where there are none. ``BettingMartingale`` may be looked at whenever one likes.
public struct KolmogorovSmirnov: Sendable, Equatable {
    /// In [0, 1].
    public let statistic: Double
    /// In [0, 1], by the limiting distribution (Kolmogorov 1933; Smirnov 1948) with Stephens's correction for small
    /// samples (1970); too large where many numbers are equal.
    public let pValue: Double

    /// Nil where either sample is empty or has a number that is not finite.
    public init?(_ first: [Double], _ second: [Double]) {
        guard !first.isEmpty, !second.isEmpty, (first + second).allSatisfy(\.isFinite) else { return nil }
        let (a, b) = (first.sorted(), second.sorted())
        var (i, j) = (0, 0)
        var distance = 0.0
        while i < a.count, j < b.count {
            let value = min(a[i], b[j])
            while i < a.count, a[i] == value { i += 1 }
            while j < b.count, b[j] == value { j += 1 }
            distance = max(distance, abs(Double(i) / Double(a.count) - Double(j) / Double(b.count)))
        }
        statistic = distance
        let size = (Double(a.count) * Double(b.count) / Double(a.count + b.count)).squareRoot()
        pValue = Self.tail((size + 0.12 + 0.11 / size) * distance)
    }

    /// The chance that the limiting distribution is above a number: 2 Σ (−1)ᵏ⁻¹ exp(−2k²x²).
    private static func tail(_ x: Double) -> Double {
        // The sum needs too many terms there, and is 1 to 10 digits.
        guard x > 0.2 else { return 1 }
        var sum = 0.0
        for k in 1...100 {
            let term = Double.exp(-2 * Double(k * k) * x * x)
            sum += k % 2 == 1 ? term : -term
            if term < 1e-16 { break }
        }
        return min(max(2 * sum, 0), 1)
    }
}
