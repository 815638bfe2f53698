import RealModule

/// What a learned registration is judged by: the parts of the loss of AC-RegNet (Mansilla, Milone and Ferrante, Neural
/// Networks 2020), each with its gradient. All are means over a batch, of which the maps here may be a part: every
/// value and gradient is divided by the whole batch.
package enum RegistrationLoss {
    /// The negative normalised cross-correlation of two channels over each whole picture; 0, without gradient, for a
    /// picture of which one is constant.
    ///
    /// - Parameters:
    ///   - channel: of both maps.
    ///   - gradient: by the first; other channels stay as they are.
    package static func negativeCorrelation(
        _ first: FeatureMaps, _ second: FeatureMaps, channel: Int, batch: Int, gradient: FeatureMaps
    ) -> Double {
        let count = Double(first.side * first.side)
        var total = 0.0
        for picture in 0..<first.pictures {
            var (a, b, aa, bb, ab) = (0.0, 0.0, 0.0, 0.0, 0.0)
            forEachPixel(first, second, picture: picture) { x, y in
                let (u, v) = (Double(x[channel]), Double(y[channel]))
                a += u
                b += v
                aa += u * u
                bb += v * v
                ab += u * v
            }
            let (meanA, meanB) = (a / count, b / count)
            let (varianceA, varianceB) = (aa / count - meanA * meanA, bb / count - meanB * meanB)
            let isFlat = varianceA < leastVariance || varianceB < leastVariance
            let scale = isFlat ? 0 : 1 / (varianceA * varianceB).squareRoot()
            let correlation = (ab / count - meanA * meanB) * scale
            total -= correlation
            // d(−r)/du = −((v − b̄) / (σu σv) − r (u − ū) / σu²) / n.
            let factor = Float(-scale / count / Double(batch))
            let pull = isFlat ? 0 : Float(correlation / varianceA / count / Double(batch))
            let (middleA, middleB) = (Float(meanA), Float(meanB))
            forEachPixel(first, second, gradient, picture: picture) { x, y, slope in
                slope[channel] = factor * (y[channel] - middleB) + pull * (x[channel] - middleA)
            }
        }
        return total / Double(batch)
    }

    /// Grey values in [0, 1] that vary less than this are one value.
    private static let leastVariance = 1e-8

    /// The cross-entropy of the softmax of the first `classes` channels with what they should be, mean over all pixels.
    ///
    /// The labels that are warped are taken for logits, as its authors do, so that it is least for warped labels of 1
    /// where the truth has the class and 0 elsewhere, but never 0.
    ///
    /// - Parameters:
    ///   - truth: shares of each class, which sum to 1.
    ///   - weight: of the loss and its gradient.
    ///   - gradient: by the logits; other channels stay as they are.
    package static func crossEntropy(
        _ logits: FeatureMaps, truth: FeatureMaps, classes: Int, batch: Int, weight: Double, gradient: FeatureMaps
    ) -> Double {
        let share = Float(weight / Double(batch * logits.side * logits.side))
        var total = 0.0
        for picture in 0..<logits.pictures {
            forEachPixel(logits, truth, gradient, picture: picture) { scores, shares, slope in
                let logSum = SegmentationLoss.softmax(scores, classes: classes, into: slope)
                for index in 0..<classes {
                    total += Double(shares[index] * (logSum - scores[index]))
                    slope[index] = share * (slope[index] - shares[index])
                }
            }
        }
        return total * Double(share)
    }

    /// The absolute differences of neighbouring displacements, along rows and along columns, summed over all pixels of
    /// a picture; where two are equal, without gradient.
    ///
    /// - Parameters:
    ///   - field: whose first two channels are displacements.
    ///   - weight: of the loss and its gradient.
    ///   - gradient: by the field: added.
    package static func addTotalVariation(
        _ field: FeatureMaps, batch: Int, weight: Double, gradient: FeatureMaps
    ) -> Double {
        let share = Float(weight / Double(batch))
        var total = 0.0
        for picture in 0..<field.pictures {
            for row in 0..<field.side {
                let (values, slopes) = (field.row(row, of: picture), gradient.row(row, of: picture))
                var sum: Float = 0
                func compare(_ own: Int, _ other: Int, _ slope: Int, _ otherSlope: Int) {
                    for part in 0..<2 {
                        let difference = values[other + part] - values[own + part]
                        sum += abs(difference)
                        let sign: Float = difference > 0 ? share : difference < 0 ? -share : 0
                        slopes[otherSlope + part] += sign
                        slopes[slope + part] -= sign
                    }
                }
                for column in 0..<field.side {
                    let (own, slope) = (column * field.stride, column * gradient.stride)
                    if column + 1 < field.side { compare(own, own + field.stride, slope, slope + gradient.stride) }
                    if row + 1 < field.side { compare(own, own + field.rowStride, slope, slope + gradient.rowStride) }
                }
                total += Double(sum)
            }
        }
        return total * Double(share)
    }

    /// The squared distance of codes, summed over those of a picture.
    ///
    /// - Parameters:
    ///   - first, second: some pictures' codes, one picture behind the other.
    ///   - gradient: by the first, on return.
    package static func squaredDistance(
        _ first: UnsafePointer<Float>, _ second: UnsafePointer<Float>, count: Int, batch: Int, weight: Double,
        gradient: UnsafeMutablePointer<Float>
    ) -> Double {
        let share = Float(weight / Double(batch))
        var total = 0.0
        for index in 0..<count {
            let difference = first[index] - second[index]
            total += Double(difference * difference)
            gradient[index] = 2 * share * difference
        }
        return total * Double(share)
    }

    @inline(__always)
    private static func forEachPixel(
        _ first: FeatureMaps, _ second: FeatureMaps, picture: Int,
        _ body: (UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>) -> Void
    ) {
        forEachPixel(first, second, second, picture: picture) { a, b, _ in body(a, b) }
    }

    @inline(__always)
    private static func forEachPixel(
        _ first: FeatureMaps, _ second: FeatureMaps, _ third: FeatureMaps, picture: Int,
        _ body: (UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>) -> Void
    ) {
        precondition(first.side == second.side && first.side == third.side, "maps of other sides")
        for row in 0..<first.side {
            let (a, b, c) = (
                first.row(row, of: picture), second.row(row, of: picture), third.row(row, of: picture)
            )
            for column in 0..<first.side {
                body(a + column &* first.stride, b + column &* second.stride, c + column &* third.stride)
            }
        }
    }
}
