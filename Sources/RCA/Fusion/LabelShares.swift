/// What a fusion says of every pixel of a grid: the probability of each structure. The background has the rest.
public struct LabelShares: Sendable, Equatable {
    /// Pixels a side of the square grid.
    public let size: Int
    /// For each structure `size`² values, row-major, in [0, 1]; at a pixel they add up to 1 at most, but for rounding.
    public internal(set) var values: [[Float]]

    private static let rounding: Float = 1e-6

    /// - Precondition: every structure has size² values.
    public init(size: Int, values: [[Float]]) {
        precondition(values.allSatisfy { $0.count == size * size }, "the shares do not fill the grid")
        self.size = size
        self.values = values
    }

    /// The winner at each pixel: 0 background, else the structure's position plus 1. Of equals the background wins,
    /// and then the structure that comes first.
    public var labels: [UInt8] {
        (0..<size * size).map { index in winner { values[$0][index] }.label }
    }

    /// The winner among the structures' shares at one place, with its share.
    ///
    /// - Parameter share: a structure's, by its position.
    @inline(__always)
    package func winner(_ share: (Int) -> Float) -> (label: UInt8, share: Float) {
        var background: Float = 1
        var (best, bestShare): (UInt8, Float) = (0, 0)
        for structure in 0..<values.count {
            let value = share(structure)
            background -= value
            if value > bestShare { (best, bestShare) = (UInt8(structure + 1), value) }
        }
        // Of as many votes the background's share, which is what the others leave, may be off in its last digit.
        return bestShare > background + Self.rounding ? (best, bestShare) : (0, max(background, 0))
    }
}
