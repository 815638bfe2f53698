public import Imaging

/// Where a mask is probably wrong: for each pixel of its image the probability that the mask has too much there, and
/// that something is missing, from the posterior of the truth that the expected Dice is made of.
///
/// Let m be the mask's structure at a pixel (or none), and p the posterior of each structure there, interpolated
/// linearly between the cells of its grid:
///
///     too much = 1 − p(m)                                  where the mask has a structure, else 0
///     missing  = min(sum of p(s) over s ≠ m, 1)            where the mask has none
///              = min(sum of p(s) over s ≠ m, too much)     where it has m: what belongs to s does not belong to m
///
/// The larger of both is the probability that the pixel is wrong. Like the soft Dice of the expected Dice, it takes the
/// mask's errors for independent of the truth given the image, so that it is a little too high where the references are
/// unsure and the mask is good.
public struct ErrorMap: Sendable, Equatable {
    /// A byte each for red: too much; green: missing; blue: uncertain, 2 · min(w, 1 − w) of the probability w that the
    /// pixel is wrong. 0 is 0 and 255 is 1.
    public let picture: ColorImage

    /// - Parameters:
    ///   - mask: of the whole image, at any size; each pixel of the image takes the mask's nearest.
    ///   - posterior: over the same image.
    ///   - positions: of the structures that are looked at, in the posterior; the mask's others are background.
    ///   - width, height: of the image in pixels, both positive.
    package init(_ mask: StructureMap, _ posterior: TruthPosterior, positions: [Int], width: Int, height: Int) {
        let side = posterior.gridSize
        // For each byte of the mask which of the structures looked at it stands for, counted from 1.
        let meaning = mask.table.map { position in
            (positions.firstIndex { $0 + 1 == Int(position) } ?? -1) + 1
        }
        let probabilities = positions.map { posterior.structures[$0].probability }
        let columns = (0..<width).map { GridPlace(pixel: $0, of: width, gridSize: side) }
        let maskColumns = (0..<width).map { (2 * $0 + 1) * mask.labels.width / (2 * width) }
        var channels = [UInt8](repeating: 0, count: 3 * width * height)
        var rows = [[Float]](repeating: Array(repeating: 0, count: side), count: positions.count)
        var values = [Float](repeating: 0, count: positions.count)
        for y in 0..<height {
            let down = GridPlace(pixel: y, of: height, gridSize: side)
            for (structure, probability) in probabilities.enumerated() {
                let (upper, lower) = (down.cell * side, (down.cell + 1) * side)
                for x in 0..<side {
                    let value = probability[upper + x]
                    rows[structure][x] = value + (probability[lower + x] - value) * down.fraction
                }
            }
            let maskRow = (2 * y + 1) * mask.labels.height / (2 * height) * mask.labels.width
            for x in 0..<width {
                let across = columns[x]
                var sum: Float = 0
                for structure in rows.indices {
                    let left = rows[structure][across.cell]
                    let value = left + (rows[structure][across.cell + 1] - left) * across.fraction
                    values[structure] = value
                    sum += value
                }
                let own = meaning[Int(mask.labels.indices[maskRow + maskColumns[x]])]
                if own == 0, sum == 0 { continue }
                let tooMuch = own == 0 ? 0 : 1 - values[own - 1]
                let missing = own == 0 ? min(sum, 1) : min(sum - values[own - 1], tooMuch)
                let wrong = max(tooMuch, missing)
                let pixel = 3 * (y * width + x)
                channels[pixel] = Self.byte(tooMuch)
                channels[pixel + 1] = Self.byte(missing)
                channels[pixel + 2] = Self.byte(2 * min(wrong, 1 - wrong))
            }
        }
        picture = ColorImage(width: width, height: height, channels: channels)
    }

    @inline(__always)
    private static func byte(_ share: Float) -> UInt8 { UInt8(min(max(share, 0), 1) * 255 + 0.5) }
}

/// Where the centre of a pixel lies between the centres of two cells of a grid over the same length.
private struct GridPlace {
    /// The first of both.
    let cell: Int
    /// Of the way to the second, in [0, 1].
    let fraction: Float

    /// - Precondition: the grid has two cells or more.
    init(pixel: Int, of count: Int, gridSize: Int) {
        let place = (Float(pixel) + 0.5) / Float(count) * Float(gridSize) - 0.5
        let within = min(max(place, 0), Float(gridSize - 1))
        cell = min(Int(within), gridSize - 2)
        fraction = within - Float(cell)
    }
}
