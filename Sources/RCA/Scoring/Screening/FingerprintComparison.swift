import LinearAlgebra
import Machine
import Vectors

/// Compares many fingerprints of one kind with one another.
struct FingerprintComparison {
    private static let side = RadiographFingerprint.side
    /// Cells of the coarse features along a side.
    private static let coarseSide = 8
    private static let blockSize = 512
    /// Candidates of a block that are kept before they are looked at.
    private static let mostCandidates = 100_000

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

    /// Two of one radiograph: positions, the smaller first, and how alike they are.
    struct Pair: Sendable {
        let first: Int
        let second: Int
        let similarity: Float
    }

    /// All pairs that are of one radiograph. The same for any number of threads.
    func alike(threads: Int) -> [Pair] {
        ThreadedMap.run(blocks.count, threads: threads) { alike(inBlock: $0) }.flatMap(\.self)
    }

    /// Those whose first is in a block.
    private func alike(inBlock row: Int) -> [Pair] {
        let aligner = FingerprintAligner()
        var pairs: [Pair] = []
        for orientation in orientations {
            let turned = Self.turned(blocks[row], orientation)
            var candidates = Candidates(repeating: [], count: turned.rows)
            var count = 0
            for column in row..<blocks.count {
                count += add(turned.multiplied(byTransposed: blocks[column]), row, column, to: &candidates)
                guard count >= Self.mostCandidates || column == blocks.count - 1 else { continue }
                pairs += confirmed(candidates, row, orientation, aligner)
                candidates = Candidates(repeating: [], count: turned.rows)
                count = 0
            }
        }
        return pairs
    }

    /// For each fingerprint of a block, those behind it that are alike in their coarse features.
    private typealias Candidates = [[(second: Int, isInverted: Bool)]]

    /// - Parameter products: the coarse correlations of the block's fingerprints, turned, with those of another.
    /// - Returns: how many were added.
    private func add(
        _ products: Matrix, _ row: Int, _ column: Int, to candidates: inout Candidates
    ) -> Int {
        let least = SIMD8(repeating: DuplicateSearch.leastCoarse.nextDown)
        var count = 0
        products.values.withUnsafeBufferPointer { values in
            func add(_ place: Int) {
                let (first, second) = (place / products.columns, place % products.columns)
                guard abs(values[place]) >= DuplicateSearch.leastCoarse, row < column || first < second else { return }
                candidates[first].append((column * Self.blockSize + second, values[place] < 0))
                count += 1
            }
            guard let start = values.baseAddress else { return }
            let whole = values.count / 8 * 8
            for place in stride(from: 0, to: whole, by: 8) {
                let eight = Lanes.read(start + place)
                guard Lanes.above(Lanes.maximum(eight, -eight), least) != 0 else { continue }
                for offset in 0..<8 { add(place + offset) }
            }
            for place in whole..<values.count { add(place) }
        }
        return count
    }

    /// The candidates that are of one radiograph.
    private func confirmed(
        _ candidates: Candidates, _ row: Int, _ orientation: Orientation, _ aligner: FingerprintAligner
    ) -> [Pair] {
        var pairs: [Pair] = []
        for (place, others) in candidates.enumerated() where !others.isEmpty {
            let first = row * Self.blockSize + place
            aligner.take(fingerprints[first], orientation)
            for (second, isInverted) in others {
                aligner.take(over: fingerprints[second])
                guard let similarity = aligner.best(isInverted: isInverted),
                    similarity >= DuplicateSearch.leastSimilarity
                else { continue }
                pairs.append(Pair(first: first, second: second, similarity: similarity))
            }
        }
        return pairs
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
