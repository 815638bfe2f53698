extension NormalizedCorrelation {
    /// The derivative of ``value(_:_:weights:)`` with respect to each grey value of the first picture.
    ///
    /// With means and sums under the weights w and centred pictures a, b, the correlation is
    /// r = Σ w a b / √(Σ w a² · Σ w b²), and ∂r/∂aᵢ = wᵢ (bᵢ / √(Σ w a² · Σ w b²) − r aᵢ / Σ w a²).
    /// Plain, in Double: what a registration on this measure would be checked against.
    ///
    /// - Returns: a value a pixel; all zero where the correlation is 0 because a picture is constant.
    /// - Precondition: as for ``value(_:_:weights:)``.
    public static func gradient(_ first: [Float], _ second: [Float], weights: [Float]) -> [Double] {
        precondition(first.count == second.count && first.count == weights.count, "the pictures differ in size")
        let total = weights.reduce(0) { $0 + Double($1) }
        guard total > 0 else { return Array(repeating: 0, count: first.count) }
        func centred(_ picture: [Float]) -> [Double] {
            let mean = zip(picture, weights).reduce(0) { $0 + Double($1.0) * Double($1.1) } / total
            return picture.map { Double($0) - mean }
        }
        func weightedProduct(_ a: [Double], _ b: [Double]) -> Double {
            weights.indices.reduce(0) { $0 + Double(weights[$1]) * a[$1] * b[$1] }
        }
        let (a, b) = (centred(first), centred(second))
        let (firstVariance, secondVariance) = (weightedProduct(a, a), weightedProduct(b, b))
        let smallest = smallestVariance * total
        guard firstVariance > smallest, secondVariance > smallest else {
            return Array(repeating: 0, count: first.count)
        }
        let scale = (firstVariance * secondVariance).squareRoot()
        let correlation = weightedProduct(a, b) / scale
        return weights.indices.map { Double(weights[$0]) * (b[$0] / scale - correlation * a[$0] / firstVariance) }
    }
}
