import LinearAlgebra
import TestSupport

/// The algebra of this layer by its definitions, in Double.
enum PlainAlgebra {
    /// The inverse by Gauss–Jordan elimination with the largest pivot of each column.
    static func inverse(_ matrix: Matrix) -> [Double] {
        let order = matrix.rows
        var rows = (0..<order).map { row in
            (0..<order).map { Double(matrix[row, $0]) } + (0..<order).map { $0 == row ? 1.0 : 0.0 }
        }
        for column in 0..<order {
            let pivot = (column..<order).max { abs(rows[$0][column]) < abs(rows[$1][column]) } ?? column
            rows.swapAt(column, pivot)
            let scale = rows[column][column]
            for index in rows[column].indices { rows[column][index] /= scale }
            for row in 0..<order where row != column {
                let factor = rows[row][column]
                for index in rows[row].indices { rows[row][index] -= factor * rows[column][index] }
            }
        }
        return rows.flatMap { $0[order...] }
    }
}

extension Matrix {
    static func random(rows: Int, columns: Int, using generator: inout SeededGenerator) -> Matrix {
        Matrix(rows: rows, columns: columns, values: generator.floats(rows * columns, in: -1...1))
    }

    /// BᵀB + shift · I for a random square B: positive definite for a positive shift.
    static func randomPositiveDefinite(order: Int, shift: Float, using generator: inout SeededGenerator) -> Matrix {
        let square = random(rows: order, columns: order, using: &generator)
        var result = Matrix(
            rows: order, columns: order, values: square.transposed.plainProduct(with: square).map { Float($0) })
        for index in 0..<order { result[index, index] += shift }
        return result
    }
}
