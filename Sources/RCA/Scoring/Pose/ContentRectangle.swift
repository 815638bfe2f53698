package import Imaging

/// Finds margins: rows and columns at the edges that show one grey value only.
package enum ContentRectangle {
    /// The rectangle without constant edge rows and columns; the whole image where it has none, or where less
    /// than a quarter of each side would be left.
    ///
    /// - Parameter picture: the image at any size; a row is constant where it varies by less than 2 % of the
    ///   image's range.
    package static func find(in picture: Image) -> Pose.Rectangle {
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
        var (top, bottom, left, right) = (0, height, 0, width)
        while top < bottom, isConstant(row(top)) { top += 1 }
        while bottom > top, isConstant(row(bottom - 1)) { bottom -= 1 }
        while left < right, isConstant(column(left)) { left += 1 }
        while right > left, isConstant(column(right - 1)) { right -= 1 }
        guard 4 * (right - left) >= width, 4 * (bottom - top) >= height else { return .whole }
        if right - left == width, bottom - top == height { return .whole }
        return Pose.Rectangle(
            x: Double(left) / Double(width), y: Double(top) / Double(height),
            width: Double(right - left) / Double(width), height: Double(bottom - top) / Double(height))
    }
}
