/// How far apart the middles of neighbouring pixels are, in millimetres.
public struct PixelSpacing: Sendable, Equatable {
    /// From a row to the next.
    public let row: Double
    /// From a column to the next.
    public let column: Double

    /// - Returns: nil unless both are positive and finite.
    public init?(row: Double, column: Double) {
        guard row > 0, column > 0, row.isFinite, column.isFinite else { return nil }
        self.row = row
        self.column = column
    }
}
