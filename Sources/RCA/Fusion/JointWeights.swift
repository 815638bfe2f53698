/// The weights of joint label fusion at eight pixels at a time, worked out plainly: a lane a pixel.
struct JointWeights {
    private typealias Lanes = SIMD8<Float>
    private let atlasCount: Int
    private let regularization: Float
    private let isSquared: Bool
    /// The lower triangle, row after row; after ``weights(patchCount:)`` its Cholesky factor.
    private var matrix: [SIMD8<Float>]
    private var current: [SIMD8<Float>]

    init(atlasCount: Int, regularization: Float, isSquared: Bool) {
        self.atlasCount = atlasCount
        self.regularization = regularization
        self.isSquared = isSquared
        matrix = Array(repeating: Lanes(), count: atlasCount * (atlasCount + 1) / 2)
        current = Array(repeating: Lanes(), count: atlasCount)
    }

    mutating func begin() {
        for index in matrix.indices { matrix[index] = Lanes() }
    }

    /// Adds one pixel of the patch.
    ///
    /// - Parameters:
    ///   - differences: those of the whole grid, one atlas after another.
    ///   - count: pixels of the grid.
    ///   - pixels: eight, one a lane.
    mutating func add(_ differences: [Float], count: Int, at pixels: [Int]) {
        for atlas in 0..<atlasCount {
            var lanes = Lanes()
            for lane in 0..<8 { lanes[lane] = differences[atlas * count + pixels[lane]] }
            current[atlas] = lanes
        }
        matrix.withUnsafeMutableBufferPointer { matrix in
            current.withUnsafeBufferPointer { current in
                var place = 0
                for row in 0..<atlasCount {
                    let own = current[row]
                    for column in 0...row {
                        matrix[place] += own * current[column]
                        place += 1
                    }
                }
            }
        }
    }

    /// (M + αI)⁻¹1 by Cholesky's factors, divided by its sum; equal weights where the sum is not above zero.
    mutating func weights(patchCount: Int) -> [SIMD8<Float>] {
        let scale = Lanes(repeating: 1 / Float(patchCount))
        for index in matrix.indices {
            let mean = matrix[index] * scale
            matrix[index] = isSquared ? mean * mean : mean
        }
        var solution = [Lanes](repeating: Lanes(repeating: 1), count: atlasCount)
        matrix.withUnsafeMutableBufferPointer { matrix in
            for row in 0..<atlasCount {
                let start = row * (row + 1) / 2
                matrix[start + row] += Lanes(repeating: regularization)
                for column in 0...row {
                    let other = column * (column + 1) / 2
                    var value = matrix[start + column]
                    for inner in 0..<column { value -= matrix[start + inner] * matrix[other + inner] }
                    matrix[start + column] =
                        column == row
                        ? value.replacing(with: Lanes(repeating: 1e-12), where: value .< 1e-12).squareRoot()
                        : value / matrix[other + column]
                }
            }
            for row in 0..<atlasCount {
                let start = row * (row + 1) / 2
                for inner in 0..<row { solution[row] -= matrix[start + inner] * solution[inner] }
                solution[row] /= matrix[start + row]
            }
            for row in (0..<atlasCount).reversed() {
                for inner in row + 1..<max(atlasCount, row + 1) {
                    let below = inner * (inner + 1) / 2
                    solution[row] -= matrix[below + row] * solution[inner]
                }
                let start = row * (row + 1) / 2
                solution[row] /= matrix[start + row]
            }
        }
        var sum = Lanes()
        for weight in solution { sum += weight }
        let isUsable = sum .> 1e-12
        let equal = Lanes(repeating: 1 / Float(atlasCount))
        return solution.map { equal.replacing(with: $0 / sum, where: isUsable) }
    }
}
