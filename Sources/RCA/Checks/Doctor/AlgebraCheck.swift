import LinearAlgebra

/// Whether OpenBLAS works out right on this processor. Old releases pick wrong kernels on processors that are newer.
package enum AlgebraCheck {
    /// The sizes that registration multiplies: a level's pixels against its control points, and odd ones.
    private static let sizes = [(rows: 17, inner: 121, columns: 5), (rows: 98, inner: 512, columns: 98)]

    static func finding() -> DoctorFinding {
        var largest: Float = 0
        for size in sizes {
            let (left, right) = (matrix(size.rows, size.inner), matrix(size.inner, size.columns))
            largest = max(largest, difference(left.multiplied(by: right), left, right))
        }
        return finding(largestDifference: largest)
    }

    /// - Parameter largestDifference: between OpenBLAS's products and plain sums, of numbers around 1.
    package static func finding(largestDifference: Float) -> DoctorFinding {
        guard largestDifference < 1e-3 else {
            return DoctorFinding(
                "algebra", .wrong, "OpenBLAS multiplies wrongly here (off by \(largestDifference))",
                remedy: "update OpenBLAS, or set OPENBLAS_CORETYPE=Haswell")
        }
        return DoctorFinding("algebra", .well, "products of OpenBLAS are right")
    }

    private static func matrix(_ rows: Int, _ columns: Int) -> Matrix {
        Matrix(
            rows: rows, columns: columns,
            values: (0..<rows * columns).map { Float(($0 * 7919 + rows) % 2003) / 2003 - 0.5 })
    }

    private static func difference(_ product: Matrix, _ left: Matrix, _ right: Matrix) -> Float {
        let sums = left.plainProduct(with: right)
        guard product.values.count == sums.count else { return .infinity }
        var largest: Float = 0
        for (value, sum) in zip(product.values, sums) {
            let error = abs(value - Float(sum))
            largest = error.isFinite ? max(largest, error) : .infinity
        }
        return largest
    }
}
