/// Outlines as surface-distance has them: at each corner of pixels a piece of contour, as long as the two by two
/// pixels around it say.
struct Contours {
    private typealias Outline = (distances: [Double], lengths: [Double])

    private let first: Outline
    private let second: Outline

    init(_ masks: MaskPair, rowSize: Double, columnSize: Double) {
        let lengths = Self.lengths(rowSize, columnSize)
        let (width, height) = (masks.width + 1, masks.height + 1)
        func isContour(_ codes: [UInt8]) -> [Bool] { codes.map { $0 != 0 && $0 != Self.inside } }
        func outline(_ codes: [UInt8], _ other: [UInt8]) -> Outline {
            let distances = NearestDistance.between(
                isContour(codes), isContour(other), width: width, height: height, rowSpacing: rowSize,
                columnSpacing: columnSize)
            return (distances, codes.filter { $0 != 0 && $0 != Self.inside }.map { lengths[Int($0)] })
        }
        let firstCodes = Self.codes(masks.first, masks.width, masks.height)
        let secondCodes = Self.codes(masks.second, masks.width, masks.height)
        first = outline(firstCodes, secondCodes)
        second = outline(secondCodes, firstCodes)
    }

    /// The share of both contours' length that lies within a distance of the other.
    func share(within tolerance: Double) -> Double {
        var within = 0.0
        var all = 0.0
        for outline in [first, second] {
            for (distance, length) in zip(outline.distances, outline.lengths) {
                all += length
                if distance <= tolerance { within += length }
            }
        }
        return within / all
    }

    /// All four pixels round a corner.
    private static let inside: UInt8 = 0b1111

    /// Which pixels round each corner are in the mask: upper left 8, upper right 4, lower left 2, lower right 1. A grid
    /// of one row and column more than the pixels.
    private static func codes(_ mask: [Bool], _ width: Int, _ height: Int) -> [UInt8] {
        var codes = [UInt8](repeating: 0, count: (width + 1) * (height + 1))
        for y in 0..<height {
            for x in 0..<width where mask[y * width + x] {
                let corner = y * (width + 1) + x
                codes[corner] |= 1
                codes[corner + 1] |= 2
                codes[corner + width + 1] |= 4
                codes[corner + width + 2] |= 8
            }
        }
        return codes
    }

    /// The length of contour at a corner, by code: half a diagonal round one pixel or a missing one, a side along two
    /// neighbours, two half diagonals between two that touch.
    private static func lengths(_ rowSize: Double, _ columnSize: Double) -> [Double] {
        let half = 0.5 * (rowSize * rowSize + columnSize * columnSize).squareRoot()
        return (0..<16).map { code in
            switch code {
            case 0b0000, 0b1111: 0
            case 0b0011, 0b1100: columnSize
            case 0b0101, 0b1010: rowSize
            case 0b0110, 0b1001: 2 * half
            default: half
            }
        }
    }
}
