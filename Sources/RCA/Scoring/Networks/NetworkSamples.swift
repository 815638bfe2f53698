import Imaging
package import Learning
import NumericSupport

/// What a network learns from: the references, each time perturbed anew, from lightly to beyond recognition.
///
/// Any sample can be made at any time: which reference it is, and what becomes of it, follows from the seed and its
/// place alone.
package struct NetworkSamples: Sendable {
    /// Up to here strengths are drawn evenly. At 4 a sixth of the images is turned by more than 17° or a third too
    /// large: what a search for the pose would put right for registration, a network has to see as it comes.
    static let largestStrength: Float = 4.5

    /// Pixels a side of the pictures that are perturbed.
    package static let side = ReferencePerturbation.side
    package static let channelCount = NetworkInput.channelCount

    private let set: ReferenceSet
    private let indices: [Int]
    private let seed: UInt64

    /// - Parameters:
    ///   - indices: of the references to learn from; at least one.
    ///   - seed: draws other samples.
    package init(_ set: ReferenceSet, indices: [Int], seed: UInt64) {
        precondition(!indices.isEmpty, "a network learns from one reference at least")
        self.set = set
        self.indices = indices
        self.seed = seed
    }

    /// The sample at a place of the whole training, 0 for the first.
    package func sample(_ place: Int) -> TrainingSample {
        var random = SplitMix64(seed: seed &+ UInt64(place) &* 0x9e37_79b9_7f4a_7c15)
        let index = indices[random.below(indices.count)]
        return Self.sample(
            set.references[index], parameters: set.parameters, strength: Self.largestStrength * random.uniform(),
            seed: random.next())
    }

    /// One reference, perturbed.
    package static func sample(
        _ reference: Reference, parameters: ReferenceParameters, strength: Float, seed: UInt64
    ) -> TrainingSample {
        let side = ReferencePerturbation.side
        let picture = Image(width: side, height: side, pixels: reference.picture.map { Float($0) / 255 })
        var perturbation = ReferencePerturbation(strength: strength, seed: seed)
        let (image, labels) = perturbation.apply(to: picture, labels: reference.labels)
        let grey = GrayscaleImage(
            width: side, height: side,
            samples: .eightBit(image.pixels.map { UInt8((min(max($0, 0), 1) * 255).rounded()) }))
        let query = QueryImage(Radiograph(grey), parameters: parameters.preparation)
        return TrainingSample(
            input: NetworkInput.values(query), classes: reduced(labels, from: side, to: parameters.preparation.size))
    }

    /// Labels at a smaller size: of each block that which most pixels have, the smaller of two as frequent ones.
    private static func reduced(_ labels: [UInt8], from side: Int, to size: Int) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: size * size)
        var counts = [Int](repeating: 0, count: 256)
        for row in 0..<size {
            let rows = row * side / size..<max((row + 1) * side / size, row * side / size + 1)
            for column in 0..<size {
                let columns = column * side / size..<max((column + 1) * side / size, column * side / size + 1)
                var best: UInt8 = 0
                for y in rows { for x in columns { counts[Int(labels[y * side + x])] += 1 } }
                for y in rows {
                    for x in columns {
                        let label = labels[y * side + x]
                        let (count, most) = (counts[Int(label)], counts[Int(best)])
                        if count > most || (count == most && label < best) { best = label }
                    }
                }
                for y in rows { for x in columns { counts[Int(labels[y * side + x])] = 0 } }
                result[row * size + column] = best
            }
        }
        return result
    }
}
