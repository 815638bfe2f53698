import RealModule

/// Logistic regression without a constant, by Newton's method, with a weak prior to 0.
package struct LogisticRegression {
    private static let steps = 12
    /// Of the prior, in units of the number of rows.
    private static let ridge = 1e-4

    /// Features a row, at most 4.
    package let dimension: Int
    private var rows: [SIMD4<Double>] = []
    private var truths: [Bool] = []

    package init(dimension: Int) {
        precondition((1...4).contains(dimension), "1 to 4 features")
        self.dimension = dimension
    }

    /// - Precondition: `features` are as many as the dimension.
    package mutating func add(_ features: [Double], isTrue: Bool) {
        precondition(features.count == dimension, "a row has other features")
        var row = SIMD4<Double>()
        for axis in 0..<dimension { row[axis] = features[axis] }
        rows.append(row)
        truths.append(isTrue)
    }

    /// One figure a feature; nil without rows, or where they do not determine it.
    package func solution() -> [Double]? {
        guard !rows.isEmpty else { return nil }
        var slopes = SIMD4<Double>()
        let ridge = Self.ridge * Double(rows.count)
        for _ in 0..<Self.steps {
            var gradient = -ridge * slopes
            var curvature = [SIMD4<Double>](repeating: SIMD4(), count: dimension)
            for axis in 0..<dimension { curvature[axis][axis] = ridge }
            for (row, isTrue) in zip(rows, truths) {
                let probability = 1 / (1 + Double.exp(-(row * slopes).sum()))
                gradient += row * ((isTrue ? 1 : 0) - probability)
                let weighted = row * max(probability * (1 - probability), 1e-4)
                for axis in 0..<dimension { curvature[axis] += weighted * row[axis] }
            }
            guard let step = Self.solution(curvature, gradient, dimension) else { return nil }
            slopes += step
        }
        return (0..<dimension).map { slopes[$0] }
    }

    /// Linear equations by elimination with pivots; nil where they have no single solution.
    private static func solution(
        _ rows: [SIMD4<Double>], _ right: SIMD4<Double>, _ dimension: Int
    ) -> SIMD4<Double>? {
        var (rows, right) = (rows, right)
        for column in 0..<dimension {
            guard let pivot = (column..<dimension).max(by: { abs(rows[$0][column]) < abs(rows[$1][column]) }),
                abs(rows[pivot][column]) > 1e-12
            else { return nil }
            rows.swapAt(column, pivot)
            (right[column], right[pivot]) = (right[pivot], right[column])
            for row in 0..<dimension where row != column {
                let factor = rows[row][column] / rows[column][column]
                rows[row] -= factor * rows[column]
                right[row] -= factor * right[column]
            }
        }
        var result = SIMD4<Double>()
        for axis in 0..<dimension { result[axis] = right[axis] / rows[axis][axis] }
        return result
    }
}
