/// One fingerprint moved over another until they fit best: the plain form of ``FingerprintAligner``, which tests hold
/// equal to it.
package struct FingerprintAlignment {
    private static let side = RadiographFingerprint.side

    private let first: (values: [Float], shown: [Float])
    private let second: (values: [Float], shown: [Float])

    /// - Parameters:
    ///   - orientation: how the first one lies: it is turned back.
    ///   - isInverted: whether it is taken as a negative.
    package init(
        _ first: RadiographFingerprint, _ orientation: Orientation, over second: RadiographFingerprint, isInverted: Bool
    ) {
        let values = orientation.undone(first.values, size: Self.side)
        self.first = (
            isInverted ? values.map { -$0 } : values, orientation.undone(first.shown, size: Self.side)
        )
        self.second = (second.values, second.shown)
    }

    /// The best correlation over small shifts and scales, by going uphill from where they are.
    package func best() -> Float { FingerprintClimb.best(from: FingerprintPlace()) { correlation($0) ?? -1 } }

    /// As ``FingerprintAligner/correlation(_:)``.
    package func correlation(_ place: FingerprintPlace) -> Float? {
        let side = Self.side
        let middle = Float(side - 1) / 2
        var sums = (count: Float(0), a: Float(0), b: Float(0), aa: Float(0), bb: Float(0), ab: Float(0))
        for row in 0..<side {
            let y = (Float(row) - middle) * place.scale.1 + middle + place.shift.1
            guard y >= 0, y <= Float(side - 1) else { continue }
            let top = min(Int(y), side - 2)
            let down = y - Float(top)
            for column in 0..<side where second.shown[row * side + column] > 0 {
                let x = (Float(column) - middle) * place.scale.0 + middle + place.shift.0
                guard x >= 0, x <= Float(side - 1) else { continue }
                let left = min(Int(x), side - 2)
                let across = x - Float(left)
                let corner = top * side + left
                guard
                    first.shown[corner] * first.shown[corner + 1] * first.shown[corner + side]
                        * first.shown[corner + side + 1] > 0
                else { continue }
                let upper = first.values[corner] + (first.values[corner + 1] - first.values[corner]) * across
                let lower =
                    first.values[corner + side]
                    + (first.values[corner + side + 1] - first.values[corner + side]) * across
                let (a, b) = (upper + (lower - upper) * down, second.values[row * side + column])
                sums = (
                    sums.count + 1, sums.a + a, sums.b + b, sums.aa + a * a, sums.bb + b * b, sums.ab + a * b
                )
            }
        }
        // Where little of both shows, little is known.
        guard sums.count >= Float(side * side / 3) else { return nil }
        let variances =
            (sums.aa - sums.a * sums.a / sums.count) * (sums.bb - sums.b * sums.b / sums.count)
        return variances > 0 ? (sums.ab - sums.a * sums.b / sums.count) / variances.squareRoot() : nil
    }
}
