package import Imaging
import NumericSupport

/// Makes an image in four grainy, as too short an exposure does (quantum mottle).
///
/// ``ReferencePerturbation`` has noise too, but rarely so much that registration fails. There networks alone could help,
/// and those that had seen no more than that drew lungs worse than the vote.
package struct QuantumNoise {
    /// The share of images that are grainy.
    private static let share: Float = 0.25
    /// The deviation of a pixel of ``NetworkSamples/side``² grey values in 0...1: the logarithm is drawn evenly.
    private static let deviations: ClosedRange<Float> = 0.01...0.06

    private var random: SplitMix64

    package init(seed: UInt64) { random = SplitMix64(seed: seed ^ 0x6d6f_7474_6c65) }

    /// - Parameter picture: grey values in 0...1; they may be a little outside afterwards.
    package mutating func apply(to picture: inout Image) {
        guard random.uniform() < Self.share else { return }
        let (least, most) = (Self.deviations.lowerBound, Self.deviations.upperBound)
        let deviation = least * Float.pow(most / least, random.uniform())
        for index in picture.pixels.indices { picture.pixels[index] += deviation * random.sumOfTwelve() }
    }
}
