/// Which values of a curve are drawn: one of a million has no more corners than can be seen.
enum CurveCorners {
    private static let most = 400

    /// Of each stretch the highest and the last, so that no peak is lost.
    static func places(_ values: [Double]) -> [Int] {
        let stretch = max(1, (2 * values.count + most - 1) / most)
        return stride(from: 0, to: values.count, by: stretch).flatMap { first in
            let own = first..<min(first + stretch, values.count)
            let highest = own.max { values[$0] < values[$1] } ?? first
            return highest == own.upperBound - 1 ? [highest] : [highest, own.upperBound - 1]
        }
    }
}
