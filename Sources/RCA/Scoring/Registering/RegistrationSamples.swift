import Imaging
package import Learning
import NumericSupport

/// What a registering network learns from: pairs of references, as they are, or each perturbed anew.
///
/// Any pair can be made at any time: which references they are, and what becomes of them, follows from the seed and the
/// place alone.
package struct RegistrationSamples: Sendable {
    /// Up to here strengths are drawn evenly. At 2 an image is as from another hospital.
    private static let largestStrength: Float = 2

    private let set: ReferenceSet
    private let indices: [Int]
    private let pictures: [LabelledPicture]
    private let isAugmented: Bool
    private let seed: UInt64

    /// - Parameters:
    ///   - indices: of the references to learn from; at least one.
    ///   - isAugmented: whether they are perturbed.
    ///   - seed: draws other pairs.
    package init(_ set: ReferenceSet, indices: [Int], isAugmented: Bool, seed: UInt64) {
        precondition(!indices.isEmpty, "a network learns from one reference at least")
        self.set = set
        self.indices = indices
        self.isAugmented = isAugmented
        self.seed = seed
        let size = set.parameters.preparation.size
        pictures = indices.map { index in
            let reference = set.references[index]
            return LabelledPicture(
                grey: RegistrationInput.values(reference),
                classes: ReducedLabels.values(reference.labels, from: set.parameters.labelGridSize, to: size))
        }
    }

    /// The pair at a place of the whole training, 0 for the first. Both may be the same reference.
    package func pair(_ place: Int) -> RegistrationSample {
        var random = generator(place)
        let moving = picture(&random)
        return RegistrationSample(moving: moving, fixed: picture(&random))
    }

    /// The label map at a place of the autoencoder's training.
    package func labels(_ place: Int) -> [UInt8] {
        var random = generator(place)
        return picture(&random).classes
    }

    private func generator(_ place: Int) -> SplitMix64 {
        SplitMix64(seed: SplitMix64.mix(seed) &+ UInt64(place) &* 0x9e37_79b9_7f4a_7c15)
    }

    private func picture(_ random: inout SplitMix64) -> LabelledPicture {
        let position = random.nextPosition(below: indices.count)
        guard isAugmented else { return pictures[position] }
        let strength = Self.largestStrength * random.uniform()
        let (query, labels) = NetworkSamples.perturbed(
            set.references[indices[position]], parameters: set.parameters, strength: strength, seed: random.next())
        let size = set.parameters.preparation.size
        return LabelledPicture(
            grey: RegistrationInput.values(query),
            classes: ReducedLabels.values(labels, from: set.parameters.labelGridSize, to: size))
    }
}
