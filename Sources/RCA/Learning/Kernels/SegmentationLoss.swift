import RealModule

/// Pixelwise softmax with the loss that networks are trained by: the mean cross-entropy of all pixels, plus
/// 1 − the mean soft Dice of all classes, `(2 Σ p t + 1) / (Σ p + Σ t + 1)` over the pixels of all pictures (Milletari
/// et al., 3DV 2016), with p a class's probability and t whether a pixel is of it.
package enum SegmentationLoss {
    /// The loss, and its gradient by the logits.
    ///
    /// - Parameters:
    ///   - logits: maps whose first `classes` channels count.
    ///   - truth: each pixel's class, below `classes`; pictures × side × side.
    ///   - gradient: maps as wide as the logits. Channels beyond the classes get zero.
    package static func evaluate(
        logits: FeatureMaps, classes: Int, truth: UnsafePointer<UInt8>, gradient: FeatureMaps
    ) -> Double {
        let side = logits.side
        var overlap = [Double](repeating: 0, count: classes)
        var size = [Double](repeating: 1, count: classes)
        var entropy = 0.0
        for picture in 0..<logits.pictures {
            for row in 0..<side {
                let (scores, target) = (logits.row(row, of: picture), gradient.row(row, of: picture))
                let truths = truth + (picture * side + row) * side
                for column in 0..<side {
                    let probabilities = target + column * gradient.stride
                    let own = Int(truths[column])
                    let pixel = scores + column * logits.stride
                    let logSum = softmax(pixel, classes: classes, into: probabilities)
                    entropy += Double(logSum - pixel[own])
                    overlap[own] += Double(probabilities[own])
                    size[own] += 1
                    for index in 0..<classes { size[index] += Double(probabilities[index]) }
                    for index in classes..<gradient.channels { probabilities[index] = 0 }
                }
            }
        }
        let pixels = Double(logits.pictures * side * side)
        let dice = (0..<classes).map { index -> Double in (2 * overlap[index] + 1) / size[index] }
        // d(−Dice / classes) by a probability: `slope` for every pixel, and `extra` more for pixels of the class.
        let slope = (0..<classes).map { index -> Float in Float(dice[index] / size[index] / Double(classes)) }
        let extra = (0..<classes).map { index -> Float in Float(-2 / size[index] / Double(classes)) }
        for picture in 0..<logits.pictures {
            for row in 0..<side {
                let target = gradient.row(row, of: picture)
                let truths = truth + (picture * side + row) * side
                for column in 0..<side {
                    differentiate(
                        target + column * gradient.stride, own: Int(truths[column]), slope: slope, extra: extra,
                        share: Float(1 / pixels))
                }
            }
        }
        return entropy / pixels + 1 - dice.reduce(0, +) / Double(classes)
    }

    /// Writes the probabilities of one pixel's classes, and gives the logarithm of the sum of exponentials.
    @inline(__always)
    package static func softmax(
        _ logits: UnsafePointer<Float>, classes: Int, into probabilities: UnsafeMutablePointer<Float>,
        by stride: Int = 1
    ) -> Float {
        var largest = logits[0]
        for index in 1..<classes { largest = max(largest, logits[index]) }
        var sum: Float = 0
        for index in 0..<classes {
            let value = Float.exp(logits[index] - largest)
            probabilities[index &* stride] = value
            sum += value
        }
        let scale = 1 / sum
        for index in 0..<classes { probabilities[index &* stride] *= scale }
        return largest + .log(sum)
    }

    /// Probabilities to the loss's gradient by the logits, in place.
    @inline(__always)
    private static func differentiate(
        _ values: UnsafeMutablePointer<Float>, own: Int, slope: [Float], extra: [Float], share: Float
    ) {
        var mean = extra[own] * values[own]
        for index in slope.indices { mean += slope[index] * values[index] }
        for index in slope.indices {
            let part = slope[index] + (index == own ? extra[index] : 0)
            values[index] = values[index] * (part - mean) + share * (values[index] - (index == own ? 1 : 0))
        }
    }
}
