import RealModule

/// Logistic regression without a constant, by Newton's method, with a weak prior to 0.
package struct LogisticRegression {
    private static let steps = 12
    /// Of the prior, in units of the number of rows.
    private static let ridge = 1e-4

    /// Features a row, at most 8.
    package let dimension: Int
    private var rows: [SIMD8<Double>] = []
    private var truths: [Bool] = []

    package init(dimension: Int) {
        precondition((1...8).contains(dimension), "1 to 8 features")
        self.dimension = dimension
    }

    /// - Precondition: `features` are as many as the dimension.
    package mutating func add(_ features: [Double], isTrue: Bool) {
        precondition(features.count == dimension, "a row has other features")
        var row = SIMD8<Double>()
        for axis in 0..<dimension { row[axis] = features[axis] }
        rows.append(row)
        truths.append(isTrue)
    }

    /// - Precondition: both have as many features.
    package mutating func add(_ other: LogisticRegression) {
        precondition(other.dimension == dimension, "rows of other features")
        rows += other.rows
        truths += other.truths
    }

    /// How badly figures explain the rows: the mean of −log of the probability that they give to what is true.
    package func loss(_ figures: [Double]) -> Double {
        var slopes = SIMD8<Double>()
        for axis in 0..<dimension { slopes[axis] = figures[axis] }
        let sum = zip(rows, truths).reduce(0) { sum, row in
            let logit = (row.0 * slopes).sum()
            return sum + Double.log(onePlus: Double.exp(row.1 ? -logit : logit))
        }
        return rows.isEmpty ? 0 : sum / Double(rows.count)
    }

    /// One figure a feature; nil without rows, or where they do not determine it.
    package func solution() -> [Double]? {
        guard !rows.isEmpty else { return nil }
        var slopes = SIMD8<Double>()
        let ridge = Self.ridge * Double(rows.count)
        for _ in 0..<Self.steps {
            var gradient = -ridge * slopes
            var curvature = [SIMD8<Double>](repeating: SIMD8(), count: dimension)
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
        _ rows: [SIMD8<Double>], _ right: SIMD8<Double>, _ dimension: Int
    ) -> SIMD8<Double>? {
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
        var result = SIMD8<Double>()
        for axis in 0..<dimension { result[axis] = right[axis] / rows[axis][axis] }
        return result
    }
}
