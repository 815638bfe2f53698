import NumericSupport

/// A smooth random field: random values on a 64 × 64 lattice, repeated without end, joined by cubic smooth
/// steps. Values lie in [-1, 1]; features are about one unit wide.
struct SmoothNoise: Sendable {
    private static let side = 64
    private let values: [Float]

    init(random: inout SplitMix64) {
        var values: [Float] = []
        values.reserveCapacity(Self.side * Self.side)
        for _ in 0..<(Self.side * Self.side) { values.append(2 * random.uniform() - 1) }
        self.values = values
    }

    @inline(__always)
    func value(_ x: Float, _ y: Float) -> Float {
        let wholeX = x.rounded(.down)
        let wholeY = y.rounded(.down)
        let mask = Self.side - 1
        let column = Int(wholeX) & mask
        let row = (Int(wholeY) & mask) * Self.side
        let nextColumn = (column + 1) & mask
        let nextRow = (row + Self.side) & (Self.side * Self.side - 1)
        let fx = ExactMath.smoothStep(x - wholeX)
        let fy = ExactMath.smoothStep(y - wholeY)
        let top = values[row + column] + fx * (values[row + nextColumn] - values[row + column])
        let bottom = values[nextRow + column] + fx * (values[nextRow + nextColumn] - values[nextRow + column])
        return top + fy * (bottom - top)
    }
}
