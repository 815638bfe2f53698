/// One of the eight ways to lay a picture down: rows and columns exchanged or not, then mirrored either way or not.
struct PictureTurn: Equatable {
    let transposed: Bool
    /// Left and right change places, after the exchange.
    let flippedAcross: Bool
    /// Top and bottom change places, after the exchange.
    let flippedDown: Bool
    /// Of the picture as it is.
    let width: Int
    let height: Int

    var newWidth: Int { transposed ? height : width }
    var newHeight: Int { transposed ? width : height }
    var isIdentity: Bool { !transposed && !flippedAcross && !flippedDown }

    /// - Precondition: `pixels` holds `width * height` values, row by row.
    func applied<Pixel>(to pixels: [Pixel]) -> [Pixel] {
        if isIdentity { return pixels }
        return [Pixel](unsafeUninitializedCapacity: pixels.count) { buffer, count in
            for y in 0..<newHeight {
                let row = flippedDown ? newHeight - 1 - y : y
                for x in 0..<newWidth {
                    let column = flippedAcross ? newWidth - 1 - x : x
                    buffer.initializeElement(
                        at: y * newWidth + x, to: pixels[transposed ? column * width + row : row * width + column])
                }
            }
            count = pixels.count
        }
    }
}
