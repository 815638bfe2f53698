public import Files

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

extension PixelSpacing {
    /// Reads `0.175`, or `0.2,0.1`: from row to row, then from column to column, as DICOM's Pixel Spacing (0028,0030).
    ///
    /// - Throws: ``InputError`` (`option invalid`) where it is not one or two lengths from 10⁻⁶ to 10⁶ mm.
    public init(parsing text: String, option: String = "--pixel-spacing") throws(InputError) {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) }
        let lengths = parts.compactMap { $0 }.filter { (1e-6...1e6).contains($0) }
        guard lengths.count == parts.count, (1...2).contains(lengths.count),
            let spacing = PixelSpacing(row: lengths[0], column: lengths[lengths.count - 1])
        else {
            throw InputError(
                .optionInvalid, option, "\"\(text)\" is not a spacing in millimetres",
                remedy: "give it as 0.175, or as 0.2,0.1 for rows and columns")
        }
        self = spacing
    }

    /// As it is read.
    public var text: String { row == column ? "\(row)" : "\(row),\(column)" }
}
