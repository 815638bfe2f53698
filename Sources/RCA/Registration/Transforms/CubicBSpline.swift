public import LinearAlgebra

/// Uniform cubic B-splines over the frame [0, 1], cut into equal intervals (Rueckert et al., IEEE TMI 1999).
///
/// With n intervals there are n + 3 control points a side; control point k sits at (k − 1) / n, so that the
/// outermost ones lie one interval outside the frame and the spline covers all of it.
public enum CubicBSpline {
    /// The four basis functions (or their derivatives with respect to the local coordinate) that are not zero
    /// at local coordinate `t` of an interval.
    ///
    /// - Parameters:
    ///   - t: in [0, 1] within the interval.
    ///   - derivative: 0, 1 or 2.
    public static func weights(at t: Double, derivative: Int = 0) -> SIMD4<Double> {
        precondition((0...2).contains(derivative), "derivatives above the second are not used")
        let powers: SIMD4<Double> =
            switch derivative {
            case 0: [1, t, t * t, t * t * t]
            case 1: [0, 1, 2 * t, 3 * t * t]
            default: [0, 0, 2, 6 * t]
            }
        let constant: SIMD4<Double> = [1, 4, 1, 0]
        let linear: SIMD4<Double> = [-3, 0, 3, 0]
        let quadratic: SIMD4<Double> = [3, -6, 3, 0]
        let cubic: SIMD4<Double> = [-1, 3, -3, 1]
        var sum = constant * powers[0]
        sum += linear * powers[1]
        sum += quadratic * powers[2]
        sum += cubic * powers[3]
        return sum / 6
    }

    /// The basis at the centres of `size` pixels: `size` × (intervals + 3).
    public static func basis(size: Int, intervals: Int) -> Matrix {
        var basis = Matrix(rows: size, columns: intervals + 3)
        for pixel in 0..<size {
            let position = (Double(pixel) + 0.5) / Double(size) * Double(intervals)
            let interval = min(Int(position), intervals - 1)
            let weights = weights(at: position - Double(interval))
            for index in 0..<4 { basis[pixel, interval + index] = Float(weights[index]) }
        }
        return basis
    }

    /// The matrix that turns the control points of `intervals` into those of twice as many intervals for the
    /// same curve, by the two-scale relation of cubic B-splines: (2·intervals + 3) × (intervals + 3).
    public static func refinement(intervals: Int) -> Matrix {
        var refinement = Matrix(rows: 2 * intervals + 3, columns: intervals + 3)
        for fine in 0..<refinement.rows {
            // Fine control point `fine` sits at (fine − 1) / 2 coarse intervals, that is at coarse index
            // (fine + 1) / 2: on a control point when fine is odd, half-way between two when it is even.
            let coarse = (fine + 1) / 2
            let halfway: [(index: Int, weight: Float)] = [(coarse, 0.5), (coarse + 1, 0.5)]
            let onPoint: [(index: Int, weight: Float)] = [(coarse - 1, 0.125), (coarse, 0.75), (coarse + 1, 0.125)]
            let terms = fine % 2 == 1 ? onPoint : halfway
            for term in terms where term.index >= 0 && term.index < refinement.columns {
                refinement[fine, term.index] += term.weight
            }
        }
        return refinement
    }

    /// Integrals over the frame of products of basis functions' derivatives, in frame units:
    /// entry (i, j) is ∫ Bᵢ⁽ᵏ⁾ Bⱼ⁽ᵏ⁾. Exact (Gauss–Legendre with four nodes an interval).
    public static func gram(intervals: Int, derivative: Int) -> [[Double]] {
        let nodes: [(t: Double, weight: Double)] = [
            (0.069431844202973712, 0.173927422568726929), (0.330009478207571868, 0.326072577431273071),
            (0.669990521792428132, 0.326072577431273071), (0.930568155797026288, 0.173927422568726929),
        ]
        let count = intervals + 3
        var gram = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
        var chain = 1.0 / Double(intervals)
        for _ in 0..<derivative { chain *= Double(intervals * intervals) }
        for interval in 0..<intervals {
            for node in nodes {
                let values = weights(at: node.t, derivative: derivative)
                for i in 0..<4 {
                    for j in 0..<4 {
                        gram[interval + i][interval + j] += values[i] * values[j] * node.weight * chain
                    }
                }
            }
        }
        return gram
    }
}
