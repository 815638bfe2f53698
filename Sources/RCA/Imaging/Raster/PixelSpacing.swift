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

    /// The spacing of another raster over the same rectangle: twice as large where that has half the pixels.
    ///
    /// - Parameters:
    ///   - size: of the raster that this is the spacing of, in pixels.
    ///   - other: of the other one.
    /// - Precondition: all sides are positive.
    public func converted(
        from size: (width: Int, height: Int), to other: (width: Int, height: Int)
    ) -> PixelSpacing {
        PixelSpacing(
            row: row * (Double(size.height) / Double(other.height)),
            column: column * (Double(size.width) / Double(other.width))) ?? self
    }
}
