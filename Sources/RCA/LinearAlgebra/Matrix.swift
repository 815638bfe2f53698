/// A dense matrix of `rows` × `columns` Float values, row-major.
public struct Matrix: Sendable, Equatable {
    public let rows: Int
    public let columns: Int
    public var values: [Float]

    /// - Precondition: `values` holds `rows * columns` numbers.
    public init(rows: Int, columns: Int, values: [Float]) {
        precondition(rows >= 0 && columns >= 0 && values.count == rows * columns, "values do not fill the matrix")
        self.rows = rows
        self.columns = columns
        self.values = values
    }

    public init(rows: Int, columns: Int) {
        self.init(rows: rows, columns: columns, values: Array(repeating: 0, count: rows * columns))
    }

    public subscript(row: Int, column: Int) -> Float {
        get { values[row * columns + column] }
        set { values[row * columns + column] = newValue }
    }

    public var transposed: Matrix {
        var result = Matrix(rows: columns, columns: rows)
        for row in 0..<rows {
            for column in 0..<columns { result[column, row] = self[row, column] }
        }
        return result
    }

    /// The matrix product `self · other`.
    ///
    /// - Precondition: `columns == other.rows`.
    public func multiplied(by other: Matrix) -> Matrix {
        precondition(columns == other.rows, "inner dimensions differ")
        return product(other, columns: other.columns) { left, right, result in
            DenseProduct.matrixMatrix(left, right, into: result, rows: rows, inner: columns, columns: other.columns)
        }
    }

    /// The product `self · other` by its definition, row by row: what the fast ones are held against.
    ///
    /// - Precondition: `columns == other.rows`.
    package func plainProduct(with other: Matrix) -> [Double] {
        precondition(columns == other.rows, "inner dimensions differ")
        var result = [Double](repeating: 0, count: rows * other.columns)
        for row in 0..<rows {
            for column in 0..<other.columns {
                for inner in 0..<columns {
                    result[row * other.columns + column] += Double(self[row, inner]) * Double(other[inner, column])
                }
            }
        }
        return result
    }

    /// The matrix product `self · otherᵀ`.
    ///
    /// - Precondition: `columns == other.columns`.
    package func multiplied(byTransposed other: Matrix) -> Matrix {
        precondition(columns == other.columns, "inner dimensions differ")
        return product(other, columns: other.rows) { left, right, result in
            DenseProduct.matrixTransposedMatrix(
                left, right, into: result, rows: rows, inner: columns, columns: other.rows)
        }
    }

    /// A product with another matrix, by a kernel that is given both factors and what it is to write.
    ///
    /// - Parameter count: columns of the product.
    private func product(
        _ other: Matrix, columns count: Int,
        by multiply: (UnsafePointer<Float>, UnsafePointer<Float>, UnsafeMutablePointer<Float>) -> Void
    ) -> Matrix {
        var product = Matrix(rows: rows, columns: count)
        values.withUnsafeBufferPointer { left in
            other.values.withUnsafeBufferPointer { right in
                product.values.withUnsafeMutableBufferPointer { result in
                    guard let left = left.baseAddress, let right = right.baseAddress, let result = result.baseAddress
                    else { return }
                    multiply(left, right, result)
                }
            }
        }
        return product
    }

    /// The product `self · vector`.
    ///
    /// - Precondition: `vector` has `columns` values.
    public func multiplied(by vector: [Float]) -> [Float] {
        precondition(vector.count == columns, "the vector's length is not the matrix's width")
        return multiplied(by: Matrix(rows: columns, columns: 1, values: vector)).values
    }
}
