import Fusion
import NumericSupport
import Registration

/// How like an image a reference is, to a classifier that does not register.
enum DirectFit {
    /// The correlation of their equalised pictures as they lie, in [−1, 1].
    static func correlation(_ query: QueryImage, _ reference: Reference) -> Float {
        let picture = query.prepared.equalized.pixels
        // About their middle, which keeps the sums of squares small.
        return NormalizedCorrelation.value(
            picture.map { $0 - 0.5 }, reference.equalized.values.map { $0 - 0.5 },
            weights: query.validity?.pixels ?? Array(repeating: 1, count: picture.count))
    }
}

/// Random numbers that follow from what an image shows: a case draws the same ones wherever and whenever it is scored.
enum ContentSeed {
    static func seed(of query: QueryImage) -> UInt64 {
        query.prepared.equalized.pixels.reduce(0x5243_4131) { SplitMix64.mix($0 &+ UInt64($1.bitPattern)) }
    }
}

/// Probabilities as labels.
package enum ClassMap {
    /// The likeliest class of each cell of the label grid; of equals the smaller.
    ///
    /// - Parameters:
    ///   - probabilities: class after class, size² values each; interpolated to the grid, so that outlines lie between
    ///     its pixels.
    ///   - labels: gridSize² of them.
    package static func write(_ probabilities: [Float], size: Int, to labels: inout [UInt8], gridSize: Int) {
        let count = size * size
        var best = [Float](repeating: -1, count: gridSize * gridSize)
        for label in 0..<probabilities.count / count {
            let values = Interpolation.enlarged(
                Array(probabilities[label * count..<(label + 1) * count]), size: size, to: gridSize)
            for index in best.indices where values[index] > best[index] {
                best[index] = values[index]
                labels[index] = UInt8(label)
            }
        }
    }
}
