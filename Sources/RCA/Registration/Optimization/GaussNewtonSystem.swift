package import Imaging
package import LinearAlgebra

/// The quadratic model of the weighted squared difference round the identity, from the fixed image alone.
///
/// With weight w (mean 1), gradient g in frame units and n pixels, a displacement v changes the mean weighted
/// squared difference by (1/n) Σ w (r + g·v)²; this type holds w·g/n and assembles Σ w g gᵀ/n for affine and
/// free-form displacements.
package struct GaussNewtonSystem {
    package let size: Int
    package let gradientX: [Float]
    package let gradientY: [Float]
    package let weightedGradientX: [Float]
    package let weightedGradientY: [Float]

    package init(image: Image, weight: [Float]) {
        let size = image.width
        var gradientX = [Float](repeating: 0, count: size * size)
        var gradientY = gradientX
        for y in 0..<size {
            for x in 0..<size {
                let (left, right) = (max(x - 1, 0), min(x + 1, size - 1))
                let (above, below) = (max(y - 1, 0), min(y + 1, size - 1))
                gradientX[y * size + x] = (image[right, y] - image[left, y]) / Float(right - left) * Float(size)
                gradientY[y * size + x] = (image[x, below] - image[x, above]) / Float(below - above) * Float(size)
            }
        }
        let share = 1 / Float(size * size)
        self.size = size
        self.gradientX = gradientX
        self.gradientY = gradientY
        weightedGradientX = zip(gradientX, weight).map { $0 * $1 * share }
        weightedGradientY = zip(gradientY, weight).map { $0 * $1 * share }
    }

    /// The inverse of ``affineMatrix(prior:)``; zero, so that no step is taken, where there is none.
    func affineInverse(prior: Double) -> Matrix { Self.inverse(affineMatrix(prior: prior)) }

    /// The affine model's matrix with its prior: parameterCount².
    package func affineMatrix(prior: Double) -> Matrix {
        let count = AffineMap.parameterCount
        var sums = [Double](repeating: 0, count: count * count)
        for y in 0..<size {
            let down = (Double(y) + 0.5) / Double(size) - 0.5
            for x in 0..<size {
                let index = y * size + x
                let across = (Double(x) + 0.5) / Double(size) - 0.5
                let left = AffineMap.gradient(
                    x: across, y: down, gradientX: Double(weightedGradientX[index]),
                    gradientY: Double(weightedGradientY[index]))
                let right = AffineMap.gradient(
                    x: across, y: down, gradientX: Double(gradientX[index]), gradientY: Double(gradientY[index]))
                for i in 0..<count {
                    for j in 0..<count { sums[i * count + j] += left[i] * right[j] }
                }
            }
        }
        var matrix = Matrix(rows: count, columns: count, values: sums.map(Float.init))
        for i in 0..<count { matrix[i, i] += Float(prior * AffineMap.priorScales[i]) + Self.ridge }
        return matrix
    }

    /// The inverse of ``freeFormMatrix(intervals:bending:)``; zero, so that no step is taken, where there is none.
    func freeFormInverse(intervals: Int, bending: Float) -> Matrix {
        Self.inverse(freeFormMatrix(intervals: intervals, bending: bending))
    }

    /// The free-form model's matrix with its bending energy, over all x coefficients and then all y coefficients.
    package func freeFormMatrix(intervals: Int, bending: Float) -> Matrix {
        let controls = intervals + 3
        let energy = BendingEnergy(intervals: intervals).matrix
        let products = BasisProducts(size: size, intervals: intervals)
        let blocks = [
            products.assemble(zip(weightedGradientX, gradientX).map { $0 * $1 }),
            products.assemble(zip(weightedGradientX, gradientY).map { $0 * $1 }),
            products.assemble(zip(weightedGradientY, gradientY).map { $0 * $1 }),
        ]
        let half = controls * controls
        var matrix = Matrix(rows: 2 * half, columns: 2 * half)
        for i in 0..<half {
            for j in 0..<half {
                let regularisation = bending * energy[i, j]
                matrix[i, j] = blocks[0][i, j] + regularisation
                matrix[i, half + j] = blocks[1][i, j]
                matrix[half + j, i] = blocks[1][i, j]
                matrix[half + i, half + j] = blocks[2][i, j] + regularisation
            }
        }
        for i in 0..<2 * half { matrix[i, i] += Self.ridge }
        return matrix
    }

    private static func inverse(_ matrix: Matrix) -> Matrix {
        matrix.inverseOfPositiveDefinite() ?? Matrix(rows: matrix.rows, columns: matrix.columns)
    }

    /// Keeps the matrices invertible where an image is constant; far below any real image's curvature.
    package static let ridge: Float = 1e-3
}

/// Assembles Σ_pixels B_i B_k · field from the separable structure of the basis: only neighbouring basis
/// functions overlap, so their products are few and the sums are two small matrix products.
private struct BasisProducts {
    let size: Int
    let controls: Int
    let pairs: [(first: Int, second: Int)]
    let products: Matrix
    let productsTransposed: Matrix

    init(size: Int, intervals: Int) {
        let basis = CubicBSpline.basis(size: size, intervals: intervals)
        let controls = intervals + 3
        let pairs = (0..<controls).flatMap { first in
            (first..<min(first + 4, controls)).map { (first: first, second: $0) }
        }
        var products = Matrix(rows: size, columns: pairs.count)
        for pixel in 0..<size {
            for (index, pair) in pairs.enumerated() {
                products[pixel, index] = basis[pixel, pair.first] * basis[pixel, pair.second]
            }
        }
        self.size = size
        self.controls = controls
        self.pairs = pairs
        self.products = products
        productsTransposed = products.transposed
    }

    func assemble(_ field: [Float]) -> Matrix {
        let sums = productsTransposed.multiplied(by: Matrix(rows: size, columns: size, values: field))
            .multiplied(by: products)
        var result = Matrix(rows: controls * controls, columns: controls * controls)
        for (down, rowPair) in pairs.enumerated() {
            for (across, columnPair) in pairs.enumerated() {
                let value = sums[down, across]
                for (y1, y2) in [(rowPair.first, rowPair.second), (rowPair.second, rowPair.first)] {
                    for (x1, x2) in [(columnPair.first, columnPair.second), (columnPair.second, columnPair.first)] {
                        result[y1 * controls + x1, y2 * controls + x2] = value
                    }
                }
            }
        }
        return result
    }
}
