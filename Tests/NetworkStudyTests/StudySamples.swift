import Imaging
import Learning
import NumericSupport
import Scoring

/// What a network of the study learns from: as `NetworkSamples`, which it equals where nothing is changed, but with
/// other perturbations and at another size.
struct StudySamples: Sendable {
    let set: ReferenceSet
    /// Of the references to learn from.
    let indices: [Int]
    let seed: UInt64
    var parts = ReferencePerturbation.Parts.all
    var additions: StudyAddition.Kinds = []
    /// Pixels a side that the network sees: a multiple of 16.
    var size = 64

    /// Up to here strengths are drawn evenly, as by `NetworkSamples`.
    private static let largestStrength: Float = 4.5

    func sample(_ place: Int) -> TrainingSample {
        var random = SplitMix64(seed: seed &+ UInt64(place) &* 0x9e37_79b9_7f4a_7c15)
        let index = indices[min(Int(random.uniform() * Float(indices.count)), indices.count - 1)]
        let strength = Self.largestStrength * random.uniform()
        let own = random.next()
        var image = StudyImage(set, index, strength: strength, seed: own, parts: parts)
        if parts.contains(.greyValues) {
            var noise = QuantumNoise(seed: own)
            noise.apply(to: &image.picture)
        }
        return image.with(additions, strength: strength, seed: own).sample(size: size)
    }
}

/// A reference's radiograph, changed or as it is, and its truth.
struct StudyImage: Sendable {
    /// The reference's position in its set.
    let reference: Int
    /// `NetworkSamples.side`² grey values.
    var picture: Image
    /// As many labels: 0 background, else position of the structure plus 1.
    var truth: [UInt8]

    init(
        _ set: ReferenceSet, _ reference: Int, strength: Float = 0, seed: UInt64 = 0,
        parts: ReferencePerturbation.Parts = .all
    ) {
        self.reference = reference
        let (side, own) = (NetworkSamples.side, set.references[reference])
        var perturbation = ReferencePerturbation(strength: strength, seed: seed, parts: parts)
        (picture, truth) = perturbation.apply(
            to: Image(width: side, height: side, pixels: own.picture.map { Float($0) / 255 }), labels: own.labels)
    }

    /// With some of these kinds of change, each as likely as the strength says.
    func with(_ kinds: StudyAddition.Kinds, strength: Float, seed: UInt64) -> StudyImage {
        guard !kinds.isEmpty else { return self }
        var result = self
        var addition = StudyAddition(seed: seed)
        addition.apply(kinds, share: min(strength / 3, 1), to: &result.picture, &result.truth)
        return result
    }

    /// With one of these kinds of change.
    func withOne(of kinds: StudyAddition.Kinds, seed: UInt64) -> StudyImage {
        var result = self
        var addition = StudyAddition(seed: seed)
        addition.applyOne(of: kinds, to: &result.picture, &result.truth)
        return result
    }

    /// As a network that sees so many pixels a side is shown it.
    func sample(size: Int) -> TrainingSample {
        var parameters = ReferenceParameters.standard
        parameters.preparation.size = size
        return NetworkSamples.sample(picture, labels: truth, parameters: parameters)
    }

    /// As the program reads it.
    var greyscale: GrayscaleImage {
        GrayscaleImage(
            width: picture.width, height: picture.height,
            samples: .eightBit(picture.pixels.map { UInt8((min(max($0, 0), 1) * 255).rounded()) }))
    }
}
