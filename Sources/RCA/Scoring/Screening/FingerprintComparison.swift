import LinearAlgebra

/// Compares many fingerprints of one kind with one another.
struct FingerprintComparison {
    private static let side = RadiographFingerprint.side
    /// Cells of the coarse features along a side.
    private static let coarseSide = 8
    private static let blockSize = 512

    private let fingerprints: [RadiographFingerprint]
    /// How one may lie beside another. In the frame of a pose only left and right may be mistaken; as images lie, all
    /// eight ways are possible.
    private let orientations: [Orientation]
    /// Coarse features, a matrix a block: a row a fingerprint, of unit length.
    private let blocks: [Matrix]

    init(_ fingerprints: [RadiographFingerprint], isFramed: Bool) {
        self.fingerprints = fingerprints
        orientations = isFramed ? [.upright, .mirrored] : Orientation.allCases
        blocks = stride(from: 0, to: fingerprints.count, by: Self.blockSize).map { start in
            let part = fingerprints[start..<min(start + Self.blockSize, fingerprints.count)]
            return Matrix(
                rows: part.count, columns: Self.coarseSide * Self.coarseSide, values: part.flatMap(Self.features))
        }
    }

    /// Calls `body` for each pair that is of one radiograph: positions, the smaller first, and how alike they are.
    func forEachAlike(_ body: (Int, Int, Float) -> Void) {
        for (column, block) in blocks.enumerated() {
            let transposed = block.transposed
            for orientation in orientations {
                for row in 0...column {
                    let products = Self.turned(blocks[row], orientation).multiplied(by: transposed)
                    for (place, coarse) in products.values.enumerated()
                    where abs(coarse) >= DuplicateSearch.leastCoarse {
                        let first = row * Self.blockSize + place / products.columns
                        let second = column * Self.blockSize + place % products.columns
                        guard first < second else { continue }
                        let value = FingerprintAlignment(
                            fingerprints[first], orientation, over: fingerprints[second], isInverted: coarse < 0
                        ).best()
                        if value >= DuplicateSearch.leastSimilarity { body(first, second, value) }
                    }
                }
            }
        }
    }

    /// Means over blocks of cells, of unit length.
    private static func features(_ fingerprint: RadiographFingerprint) -> [Float] {
        let block = side / coarseSide
        let fine = fingerprint.values
        var coarse = [Float](repeating: 0, count: coarseSide * coarseSide)
        for cell in fine.indices { coarse[cell / side / block * coarseSide + cell % side / block] += fine[cell] }
        let length = coarse.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return length > 0 ? coarse.map { $0 / length } : coarse
    }

    private static func turned(_ features: Matrix, _ orientation: Orientation) -> Matrix {
        guard orientation != .upright else { return features }
        var turned = features
        turned.values = (0..<features.rows).flatMap { row in
            orientation.undone(
                Array(features.values[row * features.columns..<(row + 1) * features.columns]), size: coarseSide)
        }
        return turned
    }
}

/// One fingerprint moved over another until they fit best.
struct FingerprintAlignment {
    private static let side = RadiographFingerprint.side
    private static let rounds = 12

    private let first: (values: [Float], shown: [Float])
    private let second: (values: [Float], shown: [Float])

    init(
        _ first: RadiographFingerprint, _ orientation: Orientation, over second: RadiographFingerprint, isInverted: Bool
    ) {
        let values = orientation.undone(first.values, size: Self.side)
        self.first = (
            isInverted ? values.map { -$0 } : values, orientation.undone(first.shown, size: Self.side)
        )
        self.second = (second.values, second.shown)
    }

    /// The best correlation over small shifts and scales, by going uphill from where they are.
    func best() -> Float {
        var place: [Float] = [0, 0, 1, 1]
        var steps: [Float] = [0.8, 0.8, 0.04, 0.04]
        var value = correlation(place)
        for _ in 0..<Self.rounds {
            let before = value
            for axis in place.indices {
                for direction in [-steps[axis], steps[axis]] {
                    var moved = place
                    moved[axis] += direction
                    let found = correlation(moved)
                    if found > value { (place, value) = (moved, found) }
                }
            }
            if value == before { steps = steps.map { $0 / 2 } }
            if steps[0] < 0.1 { break }
        }
        return value
    }

    /// - Parameter place: shifts in cells and scales about the middle, across and down.
    private func correlation(_ place: [Float]) -> Float {
        let side = Self.side
        let middle = Float(side - 1) / 2
        var sums = (count: Float(0), a: Float(0), b: Float(0), aa: Float(0), bb: Float(0), ab: Float(0))
        for row in 0..<side {
            let y = (Float(row) - middle) * place[3] + middle + place[1]
            guard y >= 0, y <= Float(side - 1) else { continue }
            let top = min(Int(y), side - 2)
            let down = y - Float(top)
            for column in 0..<side where second.shown[row * side + column] > 0 {
                let x = (Float(column) - middle) * place[2] + middle + place[0]
                guard x >= 0, x <= Float(side - 1) else { continue }
                let left = min(Int(x), side - 2)
                let across = x - Float(left)
                let corner = top * side + left
                guard
                    first.shown[corner] * first.shown[corner + 1] * first.shown[corner + side]
                        * first.shown[corner + side + 1] > 0
                else { continue }
                let upper = first.values[corner] + (first.values[corner + 1] - first.values[corner]) * across
                let lower =
                    first.values[corner + side]
                    + (first.values[corner + side + 1] - first.values[corner + side]) * across
                let (a, b) = (upper + (lower - upper) * down, second.values[row * side + column])
                sums = (
                    sums.count + 1, sums.a + a, sums.b + b, sums.aa + a * a, sums.bb + b * b, sums.ab + a * b
                )
            }
        }
        // Where little of both shows, little is known.
        guard sums.count >= Float(side * side / 3) else { return -1 }
        let variances =
            (sums.aa - sums.a * sums.a / sums.count) * (sums.bb - sums.b * sums.b / sums.count)
        return variances > 0 ? (sums.ab - sums.a * sums.b / sums.count) / variances.squareRoot() : -1
    }
}
