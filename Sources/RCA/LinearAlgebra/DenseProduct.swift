import COpenBLAS

/// Products on memory that the caller owns: what the inner loops of registration call, without a copy.
///
/// All matrices are row-major and packed. Input and output must not overlap.
package enum DenseProduct {
    /// `result = left · right` for `left` rows × inner and `right` inner × columns.
    @inline(__always)
    package static func matrixMatrix(
        _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, into result: UnsafeMutablePointer<Float>,
        rows: Int, inner: Int, columns: Int
    ) {
        OpenBLAS.useOneThreadPerCall()
        cblas_sgemm(
            CblasRowMajor, CblasNoTrans, CblasNoTrans, blasint(rows), blasint(columns), blasint(inner),
            1, left, blasint(inner), right, blasint(columns), 0, result, blasint(columns))
    }

    /// `result = leftᵀ · right` for `left` inner × rows and `right` inner × columns.
    @inline(__always)
    package static func transposedMatrixMatrix(
        _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, into result: UnsafeMutablePointer<Float>,
        rows: Int, inner: Int, columns: Int
    ) {
        OpenBLAS.useOneThreadPerCall()
        cblas_sgemm(
            CblasRowMajor, CblasTrans, CblasNoTrans, blasint(rows), blasint(columns), blasint(inner),
            1, left, blasint(rows), right, blasint(columns), 0, result, blasint(columns))
    }

    /// `result = left · rightᵀ` for `left` rows × inner and `right` columns × inner.
    @inline(__always)
    package static func matrixTransposedMatrix(
        _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, into result: UnsafeMutablePointer<Float>,
        rows: Int, inner: Int, columns: Int
    ) {
        OpenBLAS.useOneThreadPerCall()
        cblas_sgemm(
            CblasRowMajor, CblasNoTrans, CblasTrans, blasint(rows), blasint(columns), blasint(inner),
            1, left, blasint(inner), right, blasint(inner), 0, result, blasint(columns))
    }

    /// `result = scale · matrix · vector + keep · result` for a symmetric `matrix` of `size` rows, stored in full.
    ///
    /// Reads one triangle of it only: half the memory traffic, which is what this product costs.
    @inline(__always)
    package static func symmetricMatrixVector(
        _ matrix: UnsafePointer<Float>, _ vector: UnsafePointer<Float>, into result: UnsafeMutablePointer<Float>,
        size: Int, scale: Float = 1, keep: Float = 0
    ) {
        OpenBLAS.useOneThreadPerCall()
        cblas_ssymv(
            CblasRowMajor, CblasLower, blasint(size), scale, matrix, blasint(size), vector, 1, keep, result, 1)
    }
}
