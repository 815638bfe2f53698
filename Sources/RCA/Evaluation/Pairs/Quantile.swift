/// Quantiles of a sample.
public enum Quantile {
    /// The quantile of type 7 of Hyndman and Fan (1996), the default of NumPy, R and S: linear between the order
    /// statistics around the place (n − 1)·p, counted from 0.
    ///
    /// Probability 0 gives the smallest number, 0.5 the median, 1 the largest. One number is each of its quantiles.
    /// - Parameters:
    ///   - values: in any order.
    ///   - probability: in [0, 1].
    /// - Returns: nil where there are no numbers, or one is not finite.
    /// - Precondition: the probability is in [0, 1].
    public static func linear(_ values: [Double], _ probability: Double) -> Double? {
        linear(values, [probability])?[0]
    }

    /// Several quantiles for the cost of one sort, under the same conditions as a single one.
    public static func linear(_ values: [Double], _ probabilities: [Double]) -> [Double]? {
        precondition(probabilities.allSatisfy { (0...1).contains($0) }, "probabilities are in [0, 1]")
        guard !values.isEmpty, values.allSatisfy(\.isFinite) else { return nil }
        let sorted = values.sorted()
        return probabilities.map { probability in
            let place = Double(sorted.count - 1) * probability
            let below = Int(place)
            let above = min(below + 1, sorted.count - 1)
            return sorted[below] + (sorted[above] - sorted[below]) * (place - Double(below))
        }
    }
}
