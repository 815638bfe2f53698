/// Whether two scores are the same for practical purposes.
public enum Tolerance {
    /// Whether the scores differ by no more than the tolerance.
    ///
    /// A thousandth of the tolerance, at most 10⁻⁷, is added: scores are 32-bit floats, and 0.95 − 0.93 of those is
    /// not 0.02. A tolerance of 0 asks for the same score. False where a score is not-a-number.
    public static func holds(_ first: Double, _ second: Double, tolerance: Double) -> Bool {
        abs(first - second) <= tolerance + min(tolerance * 1e-3, 1e-7)
    }

    /// The share of pairs within the tolerance, in [0, 1]; nil where there are no pairs.
    /// - Precondition: both sides have one count.
    public static func share(_ first: [Double], _ second: [Double], tolerance: Double) -> Double? {
        precondition(first.count == second.count, "paired numbers have one count")
        guard !first.isEmpty else { return nil }
        let count = zip(first, second).count { holds($0, $1, tolerance: tolerance) }
        return Double(count) / Double(first.count)
    }
}
