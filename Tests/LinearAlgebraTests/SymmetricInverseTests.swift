import LinearAlgebra
import TestSupport
import Testing

@Suite("Inverse of positive definite matrices")
struct SymmetricInverseTests {
    @Test("the inverse equals the one by elimination and is symmetric to the last bit", arguments: 0..<20)
    func inverse(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let order = generator.integer(in: 1...60)
        let matrix = Matrix.randomPositiveDefinite(order: order, shift: 1, using: &generator)

        let inverse = try #require(matrix.inverseOfPositiveDefinite())

        #expect(largestDifference(inverse.values.map(Double.init), PlainAlgebra.inverse(matrix)) < 2e-5)
        #expect(inverse == inverse.transposed)
    }

    @Test("only the upper triangle is read")
    func upperTriangle() throws {
        var generator = SeededGenerator(seed: 7)
        let matrix = Matrix.randomPositiveDefinite(order: 12, shift: 1, using: &generator)
        var halved = matrix
        for row in 0..<12 {
            for column in 0..<row { halved[row, column] = .nan }
        }
        let inverse = try #require(matrix.inverseOfPositiveDefinite())
        #expect(halved.inverseOfPositiveDefinite() == inverse)
    }

    @Test("a matrix with a negative eigenvalue has none", arguments: 0..<10)
    func indefinite(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let order = generator.integer(in: 2...40)
        var matrix = Matrix.randomPositiveDefinite(order: order, shift: 1, using: &generator)
        // The value of the quadratic form on this axis.
        let axis = generator.integer(in: 0...order - 1)
        matrix[axis, axis] = -0.5
        #expect(matrix.inverseOfPositiveDefinite() == nil)
    }

    @Test("neither has a singular one, nor one with a value that is no number")
    func singular() {
        #expect(Matrix(rows: 3, columns: 3).inverseOfPositiveDefinite() == nil)
        #expect(Matrix(rows: 2, columns: 2, values: [1, 1, 1, 1]).inverseOfPositiveDefinite() == nil)
        for order in [1, 2, 6, 40] {
            for value in [Float.nan, .infinity, -.infinity] {
                for index in [0, order - 1] {
                    var matrix = Matrix(rows: order, columns: order)
                    for diagonal in 0..<order { matrix[diagonal, diagonal] = 1 }
                    matrix[index, index] = value
                    let hasInverse = matrix.inverseOfPositiveDefinite() != nil
                    #expect(!hasInverse, "\(value) at \(index) of \(order)")
                }
            }
        }
    }

    @Test("the smallest sizes")
    func smallest() {
        #expect(Matrix(rows: 0, columns: 0).inverseOfPositiveDefinite() == Matrix(rows: 0, columns: 0))
        #expect(Matrix(rows: 1, columns: 1, values: [4]).inverseOfPositiveDefinite()?.values == [0.25])
    }

    @Test("the library names its configuration")
    func configuration() {
        #expect(OpenBLAS.configuration.hasPrefix("OpenBLAS"))
    }
}
