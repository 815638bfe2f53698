/// One of the eight ways to lay a picture down: rows and columns exchanged or not, then mirrored either way or not.
public struct PictureTurn: Sendable, Equatable {
    /// Rows become columns, first.
    public let transposed: Bool
    /// Left and right change places, after the exchange.
    public let flippedAcross: Bool
    /// Top and bottom change places, after the exchange.
    public let flippedDown: Bool
    /// Of the picture as it is.
    public let width: Int
    /// Of the picture as it is.
    public let height: Int

    /// - Parameters:
    ///   - width, height: of the picture as it is.
    public init(transposed: Bool, flippedAcross: Bool, flippedDown: Bool, width: Int, height: Int) {
        self.transposed = transposed
        self.flippedAcross = flippedAcross
        self.flippedDown = flippedDown
        self.width = width
        self.height = height
    }

    /// Of the picture once it is turned.
    public var newWidth: Int { transposed ? height : width }
    /// Of the picture once it is turned.
    public var newHeight: Int { transposed ? width : height }
    /// Whether it leaves a picture as it is.
    public var isIdentity: Bool { !transposed && !flippedAcross && !flippedDown }

    /// What undoes it.
    public var inverse: PictureTurn {
        PictureTurn(
            transposed: transposed, flippedAcross: transposed ? flippedDown : flippedAcross,
            flippedDown: transposed ? flippedAcross : flippedDown, width: newWidth, height: newHeight)
    }

    /// The picture, turned.
    ///
    /// - Precondition: `pixels` holds `width * height` values, row by row.
    public func applied<Pixel>(to pixels: [Pixel]) -> [Pixel] {
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
