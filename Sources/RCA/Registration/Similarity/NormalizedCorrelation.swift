/// Pearson's correlation of two pictures' grey values, with weights.
public enum NormalizedCorrelation {
    /// A picture whose weighted variance is below this counts as constant: prepared pictures have a variance
    /// near 1, and Float sums cannot tell less from rounding.
    static let smallestVariance = 1e-6

    /// The weighted correlation, in [−1, 1]; 0 where either picture is constant under the weights (a standard
    /// deviation below 0.001 of its grey units) or all weights are zero.
    ///
    /// Sums are in Float, for prepared pictures: exact to about 1e-5 while the mean is no larger than the
    /// standard deviation, and worse by the square of their ratio.
    ///
    /// - Precondition: the three arrays have the same count; weights are not negative.
    public static func value(_ first: [Float], _ second: [Float], weights: [Float]) -> Float {
        precondition(first.count == second.count && first.count == weights.count, "the pictures differ in size")
        return first.withUnsafeBufferPointer { a in
            second.withUnsafeBufferPointer { b in
                weights.withUnsafeBufferPointer { w in
                    guard let a = a.baseAddress, let b = b.baseAddress, let w = w.baseAddress else { return 0 }
                    return value(a, b, weights: w, count: first.count)
                }
            }
        }
    }

    /// The same on memory that the caller owns.
    package static func value(
        _ first: UnsafePointer<Float>, _ second: UnsafePointer<Float>, weights: UnsafePointer<Float>, count: Int
    ) -> Float {
        value(first, second, count: count) { weights[$0] }
    }

    /// The same for weights that are a product, which spares the caller an array.
    package static func value(
        _ first: UnsafePointer<Float>, _ second: UnsafePointer<Float>, weights: UnsafePointer<Float>,
        and otherWeights: UnsafePointer<Float>, count: Int
    ) -> Float {
        value(first, second, count: count) { weights[$0] * otherWeights[$0] }
    }

    /// Sums in eight lanes, so that the compiler can use vector registers, and always in the same order.
    @inline(__always)
    private static func value(
        _ first: UnsafePointer<Float>, _ second: UnsafePointer<Float>, count: Int, weight: (Int) -> Float
    ) -> Float {
        var sums = [SIMD8<Float>](repeating: .zero, count: 6)
        sums.withUnsafeMutableBufferPointer { sums in
            var weightSum = SIMD8<Float>.zero
            var firstSum = SIMD8<Float>.zero
            var secondSum = SIMD8<Float>.zero
            var firstSquares = SIMD8<Float>.zero
            var secondSquares = SIMD8<Float>.zero
            var products = SIMD8<Float>.zero
            @inline(__always)
            func add(_ index: Int, lanes: Int) {
                var w = SIMD8<Float>.zero
                var a = SIMD8<Float>.zero
                var b = SIMD8<Float>.zero
                for lane in 0..<lanes {
                    w[lane] = weight(index + lane)
                    a[lane] = first[index + lane]
                    b[lane] = second[index + lane]
                }
                weightSum += w
                firstSum += w * a
                secondSum += w * b
                firstSquares += w * a * a
                secondSquares += w * b * b
                products += w * a * b
            }
            // Only where the number of lanes is known does the compiler read eight at once.
            let whole = count / 8 * 8
            for index in stride(from: 0, to: whole, by: 8) { add(index, lanes: 8) }
            if whole < count { add(whole, lanes: count - whole) }
            sums[0] = weightSum
            sums[1] = firstSum
            sums[2] = secondSum
            sums[3] = firstSquares
            sums[4] = secondSquares
            sums[5] = products
        }
        let total = sums.map { Double($0.sum()) }
        return value(
            weights: total[0], first: total[1], second: total[2], firstSquares: total[3], secondSquares: total[4],
            products: total[5])
    }

    /// The same from weighted sums: of the weights, of each picture's values, of their squares and of the products.
    package static func value(
        weights: Double, first: Double, second: Double, firstSquares: Double, secondSquares: Double, products: Double
    ) -> Float {
        guard weights > 0 else { return 0 }
        let firstVariance = firstSquares - first * first / weights
        let secondVariance = secondSquares - second * second / weights
        let smallest = smallestVariance * weights
        guard firstVariance > smallest, secondVariance > smallest else { return 0 }
        let covariance = products - first * second / weights
        return Float(min(max(covariance / (firstVariance * secondVariance).squareRoot(), -1), 1))
    }
}
