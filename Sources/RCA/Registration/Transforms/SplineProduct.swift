import Vectors

/// Products with the cubic B-spline basis on both sides, between a lattice's control points and a square level's
/// pixels, on memory that the caller owns.
///
/// At every pixel four basis functions at most are not zero, so that a third of the work of general matrix products
/// is left. ``CubicBSpline/basis(size:intervals:)`` and ``Matrix`` say plainly what is computed.
package final class SplineProduct {
    private let size: Int
    private let controls: Int
    /// For every pixel of an axis the first of its four control points, and their weights.
    private let starts: [Int]
    private let weights: ScratchBuffer
    /// A row a control point, with the pixels where it is not zero, widened to runs of eight.
    private let rows: ScratchBuffer
    private let supports: [Range<Int>]
    /// Control points × pixels.
    private let product: ScratchBuffer

    /// - Precondition: `size` is a multiple of 8.
    package init(size: Int, intervals: Int) {
        precondition(size > 0 && size % 8 == 0, "the kernels work on runs of eight pixels")
        let basis = CubicBSpline.basis(size: size, intervals: intervals)
        let controls = intervals + 3
        self.size = size
        self.controls = controls
        starts = (0..<size).map { min(Int((Double($0) + 0.5) / Double(size) * Double(intervals)), intervals - 1) }
        let starts = starts
        weights = ScratchBuffer((0..<4 * size).map { basis[$0 / 4, starts[$0 / 4] + $0 % 4] })
        rows = ScratchBuffer(basis.transposed.values)
        supports = (0..<controls).map { control in
            let pixels = (0..<size).filter { basis[$0, control] != 0 }
            guard let first = pixels.first, let last = pixels.last else { return 0..<0 }
            return first / 8 * 8..<last / 8 * 8 + 8
        }
        product = ScratchBuffer(count: controls * size)
    }

    /// Control points to pixels: basis · C · basisᵀ.
    ///
    /// - Parameters:
    ///   - lattice: controls² values.
    ///   - pixels: size² values on return.
    package func expand(_ lattice: UnsafePointer<Float>, into pixels: UnsafeMutablePointer<Float>) {
        product.base.update(repeating: 0, count: product.count)
        for line in 0..<controls {
            let target = product.base + line * size
            for control in 0..<controls {
                let (value, row) = (SIMD8(repeating: lattice[line * controls + control]), rows.base + control * size)
                for x in stride(from: supports[control].lowerBound, to: supports[control].upperBound, by: 8) {
                    Lanes.write(Lanes.multiplyAdd(value, Lanes.read(row + x), Lanes.read(target + x)), target + x)
                }
            }
        }
        for y in 0..<size {
            let (weight, source, target) = (weights.base + 4 * y, product.base + starts[y] * size, pixels + y * size)
            let (first, second) = (SIMD8(repeating: weight[0]), SIMD8(repeating: weight[1]))
            let (third, fourth) = (SIMD8(repeating: weight[2]), SIMD8(repeating: weight[3]))
            for x in stride(from: 0, to: size, by: 8) {
                let upper = Lanes.multiplyAdd(first, Lanes.read(source + x), second * Lanes.read(source + (size + x)))
                let lower = Lanes.multiplyAdd(
                    third, Lanes.read(source + (2 * size + x)), fourth * Lanes.read(source + (3 * size + x)))
                Lanes.write(upper + lower, target + x)
            }
        }
    }

    /// Pixels to control points: basisᵀ · F · basis.
    ///
    /// - Parameters:
    ///   - pixels: size² values.
    ///   - lattice: controls² values on return.
    package func project(_ pixels: UnsafePointer<Float>, into lattice: UnsafeMutablePointer<Float>) {
        product.base.update(repeating: 0, count: product.count)
        for x in stride(from: 0, to: size, by: 8) {
            var y = 0
            while y < size {
                let start = starts[y]
                let target = product.base + (start * size + x)
                var (first, second) = (Lanes.read(target), Lanes.read(target + size))
                var (third, fourth) = (Lanes.read(target + 2 * size), Lanes.read(target + 3 * size))
                while y < size, starts[y] == start {
                    let (weight, force) = (weights.base + 4 * y, Lanes.read(pixels + (y * size + x)))
                    first = Lanes.multiplyAdd(SIMD8(repeating: weight[0]), force, first)
                    second = Lanes.multiplyAdd(SIMD8(repeating: weight[1]), force, second)
                    third = Lanes.multiplyAdd(SIMD8(repeating: weight[2]), force, third)
                    fourth = Lanes.multiplyAdd(SIMD8(repeating: weight[3]), force, fourth)
                    y += 1
                }
                Lanes.write(first, target)
                Lanes.write(second, target + size)
                Lanes.write(third, target + 2 * size)
                Lanes.write(fourth, target + 3 * size)
            }
        }
        for line in 0..<controls {
            let source = product.base + line * size
            for control in 0..<controls {
                let row = rows.base + control * size
                var sum = SIMD8<Float>.zero
                for x in stride(from: supports[control].lowerBound, to: supports[control].upperBound, by: 8) {
                    sum = Lanes.multiplyAdd(Lanes.read(source + x), Lanes.read(row + x), sum)
                }
                lattice[line * controls + control] = sum.sum()
            }
        }
    }
}
