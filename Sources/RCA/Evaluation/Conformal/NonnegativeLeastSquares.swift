/// Least squares whose coefficients must not be negative (Lawson and Hanson 1974), for a handful of unknowns.
package enum NonnegativeLeastSquares {
    /// The x ≥ 0 that minimises xᵀGx − 2xᵀm.
    ///
    /// The solution is free on some set of coefficients and 0 on the others; with at most a few of them every set
    /// is tried, which is exact and the same on every machine.
    /// - Parameters:
    ///   - gram: AᵀWA, symmetric.
    ///   - moment: AᵀWy.
    package static func solve(gram: [[Double]], moment: [Double]) -> [Double] {
        precondition(moment.count <= 8, "every subset is tried")
        var best = [Double](repeating: 0, count: moment.count)
        var least = 0.0
        for subset in 1..<(1 << moment.count) {
            let free = moment.indices.filter { subset >> $0 & 1 == 1 }
            guard let part = solution(gram, moment, free), part.allSatisfy({ $0 >= 0 }) else { continue }
            // At the unconstrained optimum of the subset, xᵀGx = xᵀm.
            let value = -zip(free, part).reduce(0) { $0 + $1.1 * moment[$1.0] }
            guard value < least else { continue }
            least = value
            best = [Double](repeating: 0, count: moment.count)
            for (index, coefficient) in zip(free, part) { best[index] = coefficient }
        }
        return best
    }

    /// Gauss's elimination with pivots from the diagonal; nil where the columns are dependent.
    private static func solution(_ gram: [[Double]], _ moment: [Double], _ free: [Int]) -> [Double]? {
        var rows = free.map { row in free.map { gram[row][$0] } + [moment[row]] }
        for pivot in free.indices {
            let scale = gram[free[pivot]][free[pivot]]
            guard rows[pivot][pivot] > 1e-10 * scale, scale > 0 else { return nil }
            for row in free.indices where row != pivot {
                let factor = rows[row][pivot] / rows[pivot][pivot]
                for column in pivot...free.count { rows[row][column] -= factor * rows[pivot][column] }
            }
        }
        return free.indices.map { rows[$0][free.count] / rows[$0][$0] }
    }
}
