import Imaging
import Registration

/// The weighted Huber-clamped squared difference that registration minimises (squared within ± limit, linear
/// beyond), with its exact gradient: what the Gauss–Newton steps are checked against.
///
/// Plain and slow; the optimiser itself works with the fixed image's gradients.
struct SquaredDifference: Sendable {
    let fixed: Image
    let moving: Image
    /// One weight a pixel of the fixed image.
    let weights: [Float]
    /// Residuals count linearly beyond ± this.
    let limit: Float

    /// - Precondition: both images have the same size and `weights` a value for each pixel.
    init(fixed: Image, moving: Image, weights: [Float], limit: Float) {
        precondition(fixed.width == moving.width && fixed.height == moving.height, "the images differ in size")
        precondition(weights.count == fixed.pixels.count, "one weight a pixel")
        self.fixed = fixed
        self.moving = moving
        self.weights = weights
        self.limit = limit
    }

    /// The mean over the fixed image's pixels of w · ρ(moving(T(x)) − fixed(x)), ρ(r) = r²/2 for |r| ≤ limit.
    /// Pixels that fall outside the moving image count as no difference.
    func value(_ transform: SpatialTransform) -> Double {
        evaluate(transform) { _, _, _ in }
    }

    /// The derivative of ``value(_:)`` with respect to each control point displacement of the free-form part,
    /// laid out like ``FreeFormDeformation/controlPoints``.
    func controlPointGradient(_ transform: SpatialTransform) -> [Double] {
        let intervals = transform.deformation.intervals
        let controls = intervals + 3
        let across = CubicBSpline.basis(size: fixed.width, intervals: intervals)
        let down = CubicBSpline.basis(size: fixed.height, intervals: intervals)
        var gradient = [Double](repeating: 0, count: 2 * controls * controls)
        _ = evaluate(transform) { x, y, force in
            for row in 0..<controls where down[y, row] != 0 {
                for column in 0..<controls where across[x, column] != 0 {
                    let weight = Double(down[y, row] * across[x, column])
                    gradient[row * controls + column] += weight * force.x
                    gradient[controls * controls + row * controls + column] += weight * force.y
                }
            }
        }
        return gradient
    }

    /// Sums the value and hands each pixel's derivative with respect to its displacement to `visit`.
    private func evaluate(
        _ transform: SpatialTransform, _ visit: (Int, Int, (x: Double, y: Double)) -> Void
    ) -> Double {
        let (width, height) = (fixed.width, fixed.height)
        let share = 1 / Double(width * height)
        var sum = 0.0
        for y in 0..<height {
            for x in 0..<width {
                let position = transform((Double(x) + 0.5) / Double(width), (Double(y) + 0.5) / Double(height))
                let column = position.x * Double(width) - 0.5
                let row = position.y * Double(height) - 0.5
                guard column >= -0.5, column < Double(width) - 0.5, row >= -0.5, row < Double(height) - 0.5
                else { continue }
                let sample = moving.bilinear(column: column, row: row)
                let residual = sample.value - Double(fixed[x, y])
                let weight = Double(weights[y * width + x]) * share
                let bound = Double(limit)
                let size = abs(residual)
                sum += weight * (size <= bound ? residual * residual / 2 : bound * (size - bound / 2))
                let influence = weight * min(max(residual, -bound), bound)
                let alongX = influence * sample.slopeX * Double(width)
                let alongY = influence * sample.slopeY * Double(height)
                let affine = transform.affine
                visit(x, y, (alongX * affine.xx + alongY * affine.yx, alongX * affine.xy + alongY * affine.yy))
            }
        }
        return sum
    }
}

extension Image {
    /// The bilinear interpolant and its slopes at pixel coordinates whose first pixel's centre is 0; constant
    /// beyond the outermost centres.
    fileprivate func bilinear(column: Double, row: Double) -> (value: Double, slopeX: Double, slopeY: Double) {
        let x = min(max(column, 0), Double(width - 1))
        let y = min(max(row, 0), Double(height - 1))
        let (left, top) = (min(Int(x), width - 2), min(Int(y), height - 2))
        let (across, down) = (x - Double(left), y - Double(top))
        let (a, b) = (Double(self[left, top]), Double(self[left + 1, top]))
        let (c, d) = (Double(self[left, top + 1]), Double(self[left + 1, top + 1]))
        let upper = a + (b - a) * across
        let lower = c + (d - c) * across
        return (
            upper + (lower - upper) * down, x == column ? (b - a) * (1 - down) + (d - c) * down : 0,
            y == row ? lower - upper : 0
        )
    }
}
