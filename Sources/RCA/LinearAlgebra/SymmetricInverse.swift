import COpenBLAS

extension Matrix {
    /// The inverse of a symmetric positive definite matrix, by Cholesky factorisation (LAPACK `spotrf`,
    /// `spotri`), or nil where the matrix is not numerically positive definite or its inverse is not finite.
    ///
    /// Only the upper triangle is read. The result is symmetric to the last bit.
    ///
    /// - Precondition: the matrix is square.
    public func inverseOfPositiveDefinite() -> Matrix? {
        precondition(rows == columns, "only a square matrix has an inverse")
        guard rows > 0 else { return self }
        OpenBLAS.useOneThreadPerCall()
        var inverse = self
        var order = blasint(rows)
        var leading = order
        var status: blasint = 0
        // Row-major upper is column-major lower: LAPACK counts in columns.
        inverse.values.withUnsafeMutableBufferPointer { values in
            spotrf_("L", &order, values.baseAddress, &leading, &status)
            if status == 0 { spotri_("L", &order, values.baseAddress, &leading, &status) }
        }
        // The factorisation lets NaN and infinity through.
        guard status == 0, upperTriangleIsFinite, inverse.upperTriangleIsFinite else { return nil }
        for row in 0..<rows {
            for column in 0..<row { inverse[row, column] = inverse[column, row] }
        }
        return inverse
    }

    private var upperTriangleIsFinite: Bool {
        (0..<rows).allSatisfy { row in values[row * columns + row..<(row + 1) * columns].allSatisfy(\.isFinite) }
    }
}
