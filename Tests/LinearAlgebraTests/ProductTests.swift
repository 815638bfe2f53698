import LinearAlgebra
import TestSupport
import Testing

@Suite("Dense products")
struct ProductTests {
    @Test("a product equals the plain triple loop, whatever the sizes", arguments: 0..<20)
    func product(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let (rows, inner, columns) = randomSizes(&generator)
        let left = Matrix.random(rows: rows, columns: inner, using: &generator)
        let right = Matrix.random(rows: inner, columns: columns, using: &generator)

        let product = left.multiplied(by: right)

        #expect(product.rows == rows && product.columns == columns)
        #expect(largestDifference(product.values.map(Double.init), left.plainProduct(with: right)) < 2e-5)
    }

    @Test("a transposed product equals the product with the transpose", arguments: 0..<20)
    func transposedProduct(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let (rows, inner, columns) = randomSizes(&generator)
        let left = Matrix.random(rows: inner, columns: rows, using: &generator)
        let right = Matrix.random(rows: inner, columns: columns, using: &generator)

        // What was in the result before must not matter.
        var result = [Float](repeating: .nan, count: rows * columns)
        result.withUnsafeMutableBufferPointer {
            DenseProduct.transposedMatrixMatrix(
                left.values, right.values, into: $0.baseAddress!, rows: rows, inner: inner, columns: columns)
        }

        let expected = left.transposed.plainProduct(with: right)
        #expect(largestDifference(result.map(Double.init), expected) < 2e-5)
    }

    @Test("a product with a transpose equals the product with the transposed matrix", arguments: 0..<20)
    func productWithTranspose(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let (rows, inner, columns) = randomSizes(&generator)
        let left = Matrix.random(rows: rows, columns: inner, using: &generator)
        let right = Matrix.random(rows: columns, columns: inner, using: &generator)

        let product = left.multiplied(byTransposed: right)

        #expect(product.rows == rows && product.columns == columns)
        let expected = left.plainProduct(with: right.transposed)
        #expect(largestDifference(product.values.map(Double.init), expected) < 2e-5)
    }

    @Test("a symmetric matrix times a vector is scaled and added to what is kept", arguments: 0..<20)
    func symmetricMatrixVector(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let size = randomSizes(&generator).0
        var matrix = Matrix.random(rows: size, columns: size, using: &generator)
        for row in 0..<size { for column in 0..<row { matrix[column, row] = matrix[row, column] } }
        let vector = generator.floats(size, in: -1...1)
        let before = generator.floats(size, in: -1...1)
        let scale = generator.float(in: -2...2)
        let keep = generator.float(in: -2...2)

        var result = before
        result.withUnsafeMutableBufferPointer {
            DenseProduct.symmetricMatrixVector(
                matrix.values, vector, into: $0.baseAddress!, size: size, scale: scale, keep: keep)
        }

        let product = matrix.plainProduct(with: Matrix(rows: size, columns: 1, values: vector))
        let expected = zip(product, before).map { Double(scale) * $0 + Double(keep) * Double($1) }
        #expect(largestDifference(result.map(Double.init), expected) < 2e-5)
        #expect(largestDifference(matrix.multiplied(by: vector).map(Double.init), product) < 2e-5)
    }

    @Test("sizes of zero give empty or zero products")
    func emptySizes() {
        #expect(Matrix(rows: 0, columns: 3).multiplied(by: Matrix(rows: 3, columns: 2)).values.isEmpty)
        #expect(Matrix(rows: 2, columns: 3).multiplied(by: Matrix(rows: 3, columns: 0)).values.isEmpty)
        let overNothing = Matrix(rows: 2, columns: 0).multiplied(by: Matrix(rows: 0, columns: 3))
        #expect(overNothing == Matrix(rows: 2, columns: 3))
    }

    @Test("transposing swaps rows and columns and undoes itself", arguments: 0..<5)
    func transpose(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let (rows, columns, _) = randomSizes(&generator)
        let matrix = Matrix.random(rows: rows, columns: columns, using: &generator)
        #expect(matrix.transposed[columns - 1, 0] == matrix[0, columns - 1])
        #expect(matrix.transposed.transposed == matrix)
    }

    @Test("the same product on several threads at once gives the same bits")
    func concurrentProducts() async {
        var generator = SeededGenerator(seed: 99)
        let left = Matrix.random(rows: 90, columns: 70, using: &generator)
        let right = Matrix.random(rows: 70, columns: 110, using: &generator)
        let expected = left.multiplied(by: right)
        await withTaskGroup(of: Matrix.self) { group in
            for _ in 0..<8 { group.addTask { left.multiplied(by: right) } }
            for await product in group { #expect(product == expected) }
        }
    }

    private func randomSizes(_ generator: inout SeededGenerator) -> (Int, Int, Int) {
        (generator.integer(in: 1...40), generator.integer(in: 1...40), generator.integer(in: 1...40))
    }
}
