package import Imaging

/// Finds margins: rows and columns at the edges that show one grey value only.
package enum ContentRectangle {
    /// The rectangle without constant edge rows and columns; the whole image where it has none, or where less
    /// than a quarter of either side would be left.
    ///
    /// - Parameter picture: the image at any size; a row is constant where it varies by less than 2 % of the
    ///   image's range.
    package static func find(in picture: Image) -> PresentationState.Rectangle {
        let (width, height) = (picture.width, picture.height)
        let low = picture.pixels.min() ?? 0
        let high = picture.pixels.max() ?? 0
        let tolerance = (high - low) * 0.02
        guard tolerance > 0 else { return .whole }
        func isConstant(_ indices: StrideTo<Int>) -> Bool {
            var smallest = Float.infinity
            var largest = -Float.infinity
            for index in indices {
                smallest = min(smallest, picture.pixels[index])
                largest = max(largest, picture.pixels[index])
            }
            return largest - smallest <= tolerance
        }
        func row(_ y: Int) -> StrideTo<Int> { stride(from: y * width, to: (y + 1) * width, by: 1) }
        func column(_ x: Int) -> StrideTo<Int> { stride(from: x, to: width * height, by: width) }
        return rectangle(
            width: width, height: height, isMarginRow: { isConstant(row($0)) },
            isMarginColumn: { isConstant(column($0)) })
    }

    /// The rectangle without edge rows and columns that are blank throughout; the whole image where it has none, or
    /// where less than a quarter of either side would be left.
    ///
    /// - Parameter isBlank: of a pixel's column and row.
    static func find(width: Int, height: Int, isBlank: (Int, Int) -> Bool) -> PresentationState.Rectangle {
        rectangle(
            width: width, height: height, isMarginRow: { y in (0..<width).allSatisfy { isBlank($0, y) } },
            isMarginColumn: { x in (0..<height).allSatisfy { isBlank(x, $0) } })
    }

    private static func rectangle(
        width: Int, height: Int, isMarginRow: (Int) -> Bool, isMarginColumn: (Int) -> Bool
    ) -> PresentationState.Rectangle {
        var (top, bottom, left, right) = (0, height, 0, width)
        while top < bottom, isMarginRow(top) { top += 1 }
        while bottom > top, isMarginRow(bottom - 1) { bottom -= 1 }
        while left < right, isMarginColumn(left) { left += 1 }
        while right > left, isMarginColumn(right - 1) { right -= 1 }
        guard 4 * (right - left) >= width, 4 * (bottom - top) >= height else { return .whole }
        if right - left == width, bottom - top == height { return .whole }
        return PresentationState.Rectangle(
            x: Double(left) / Double(width), y: Double(top) / Double(height),
            width: Double(right - left) / Double(width), height: Double(bottom - top) / Double(height))
    }
}
