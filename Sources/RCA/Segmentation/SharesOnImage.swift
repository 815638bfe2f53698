import Fusion
import Imaging

/// Shares on a grid over a frame, looked at from the pixels of the image that the frame lies in.
struct SharesOnImage {
    private let shares: LabelShares
    private let width: Int
    private let height: Int
    /// From the centres of the image's pixels to the grid, in pixels from the centre of its first.
    private let toGrid: AffineMap
    /// The label that wins at all four corners of a cell of the grid, and so everywhere in it, or ``mixed``: a label
    /// wins on a convex set of shares, and interpolation stays within what the corners span.
    private let cells: [UInt8]

    private static let mixed = UInt8.max

    init(_ segmentation: Segmentation) {
        shares = segmentation.shares
        (width, height) = (segmentation.width, segmentation.height)
        let size = Double(shares.size)
        let toFrame = segmentation.frameToImage.inverse ?? .identity
        toGrid = AffineMap(xx: size, xy: 0, x0: -0.5, yx: 0, yy: size, y0: -0.5).after(toFrame).after(
            AffineMap(
                xx: 1 / Double(width), xy: 0, x0: 0.5 / Double(width), yx: 0, yy: 1 / Double(height),
                y0: 0.5 / Double(height)))
        let corners = shares.labels
        var cells = [UInt8](repeating: Self.mixed, count: corners.count)
        let side = shares.size
        for y in 0..<side - 1 {
            for x in 0..<side - 1 {
                let first = corners[y * side + x]
                if first == corners[y * side + x + 1], first == corners[(y + 1) * side + x],
                    first == corners[(y + 1) * side + x + 1]
                {
                    cells[y * side + x] = first
                }
            }
        }
        self.cells = cells
    }

    /// 0 background, else the structure's position plus 1, row-major.
    func labels() -> [UInt8] {
        guard toGrid.xy == 0, toGrid.yx == 0 else {
            return map { place in
                let cell = cells[place.down.cell * shares.size + place.across.cell]
                return cell == Self.mixed ? winner(place).label : cell
            }
        }
        // Columns of the image that fall between the same two columns of the grid, run after run.
        let columns = (0..<width).map { position(toGrid.xx * Double($0) + toGrid.x0) }
        var runs: [Range<Int>] = []
        for x in columns.indices {
            guard let cell = columns[x]?.cell else { continue }
            if let last = runs.last, last.upperBound == x, columns[last.lowerBound]?.cell == cell {
                runs[runs.count - 1] = last.lowerBound..<x + 1
            } else {
                runs.append(x..<x + 1)
            }
        }
        var result = [UInt8](repeating: 0, count: width * height)
        for y in 0..<height {
            guard let down = position(toGrid.yy * Double(y) + toGrid.y0) else { continue }
            for run in runs {
                guard let first = columns[run.lowerBound] else { continue }
                let cell = cells[down.cell * shares.size + first.cell]
                if cell == 0 { continue }
                for x in run {
                    guard cell == Self.mixed, let across = columns[x] else {
                        result[y * width + x] = cell
                        continue
                    }
                    result[y * width + x] = winner((across, down)).label
                }
            }
        }
        return result
    }

    /// The winner's share at each pixel, 0 to 255.
    func confidence() -> [UInt8] { map { UInt8((min(winner($0).share, 1) * 255).rounded()) } }

    private typealias Position = (cell: Int, fraction: Float)
    private typealias Place = (across: Position, down: Position)

    /// 0 for the pixels that the frame does not reach.
    private func map(_ value: (Place) -> UInt8) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: width * height)
        for y in 0..<height {
            for x in 0..<width {
                let point = toGrid.apply(x: Double(x), y: Double(y))
                guard let across = position(point.x), let down = position(point.y) else { continue }
                result[y * width + x] = value((across, down))
            }
        }
        return result
    }

    /// Nil outside the frame.
    private func position(_ coordinate: Double) -> Position? {
        guard coordinate >= -0.5 - Self.rounding, coordinate <= Double(shares.size) - 0.5 + Self.rounding else {
            return nil
        }
        return Interpolation.place(Float(coordinate), size: shares.size)
    }

    /// A pixel's centre never lies on the frame's edge, but for rounding.
    private static let rounding = 1e-9

    @inline(__always)
    private func winner(_ place: Place) -> (label: UInt8, share: Float) {
        let size = shares.size
        let corner = place.down.cell * size + place.across.cell
        return shares.winner { structure in
            let values = shares.values[structure]
            let upper = values[corner] + (values[corner + 1] - values[corner]) * place.across.fraction
            let lower =
                values[corner + size] + (values[corner + size + 1] - values[corner + size]) * place.across.fraction
            return upper + (lower - upper) * place.down.fraction
        }
    }
}
