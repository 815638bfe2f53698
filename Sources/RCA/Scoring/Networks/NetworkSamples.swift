package import Imaging
package import Learning
import NumericSupport

/// What a network learns from: the references, each time perturbed anew, from lightly to beyond recognition.
///
/// Any sample can be made at any time: which reference it is, and what becomes of it, follows from the seed and its
/// place alone.
package struct NetworkSamples: Sendable {
    /// Up to here strengths are drawn evenly. At 4 a third of the images is rotated by more than 12°, and a third is a fifth
    /// too large or too small: what a search for the pose would put right for registration, a network has to see as it
    /// comes.
    static let largestStrength: Float = 4.5

    /// Pixels a side of the pictures that are perturbed.
    package static let side = ReferencePerturbation.side
    package static let channelCount = NetworkInput.channelCount

    /// What a network is to tell apart.
    package enum Subject: Sendable {
        /// 0 background, else position of the structure plus 1.
        case structures
        /// The sides of the body: ``BodySides``. Every other image is mirrored.
        case sides

        /// Background among them.
        package func classCount(structureCount: Int) -> Int {
            switch self {
            case .structures: structureCount + 1
            case .sides: BodySides.classCount
            }
        }
    }

    private let set: ReferenceSet
    private let subject: Subject
    private let indices: [Int]
    private let seed: UInt64

    /// - Parameters:
    ///   - indices: of the references to learn from; at least one.
    ///   - seed: draws other samples.
    package init(_ set: ReferenceSet, _ subject: Subject = .structures, indices: [Int], seed: UInt64) {
        precondition(!indices.isEmpty, "a network learns from one reference at least")
        self.set = set
        self.subject = subject
        self.indices = indices
        self.seed = seed
    }

    /// The sample at a place of the whole training, 0 for the first.
    package func sample(_ place: Int) -> TrainingSample {
        var random = SplitMix64(seed: seed &+ UInt64(place) &* 0x9e37_79b9_7f4a_7c15)
        let reference = set.references[indices[random.below(indices.count)]]
        let strength = Self.largestStrength * random.uniform()
        let own = random.next()
        switch subject {
        case .structures:
            var (picture, labels) = Self.perturbed(reference, subject, strength: strength, seed: own)
            var noise = QuantumNoise(seed: own)
            noise.apply(to: &picture)
            return Self.sample(picture, labels: labels, parameters: set.parameters)
        case .sides:
            let sample = Self.sample(reference, subject, parameters: set.parameters, strength: strength, seed: own)
            return place % 2 == 0 ? sample : BodySides.mirrored(sample, side: set.parameters.preparation.size)
        }
    }

    /// One reference, perturbed.
    package static func sample(
        _ reference: Reference, _ subject: Subject = .structures, parameters: ReferenceParameters, strength: Float,
        seed: UInt64
    ) -> TrainingSample {
        let (picture, labels) = perturbed(reference, subject, strength: strength, seed: seed)
        return sample(picture, labels: labels, parameters: parameters)
    }

    /// A picture as a network is shown it, and what there is to tell apart.
    ///
    /// - Parameters:
    ///   - picture: ``side``² grey values; those beyond 0 and 1 are cut off, and all rounded to 8 bits.
    ///   - labels: ``side``² of them.
    package static func sample(
        _ picture: Image, labels: [UInt8], parameters: ReferenceParameters
    ) -> TrainingSample {
        TrainingSample(
            input: NetworkInput.values(query(picture, parameters: parameters)),
            classes: ReducedLabels.values(labels, from: side, to: parameters.preparation.size))
    }

    private static func query(_ picture: Image, parameters: ReferenceParameters) -> QueryImage {
        let grey = GrayscaleImage(
            width: side, height: side,
            samples: .eightBit(picture.pixels.map { UInt8((min(max($0, 0), 1) * 255).rounded()) }))
        return QueryImage(Radiograph(grey), parameters: parameters.preparation)
    }

    /// One reference, perturbed: the image as it is prepared, and its structures, at ``side``.
    static func perturbed(
        _ reference: Reference, parameters: ReferenceParameters, strength: Float, seed: UInt64
    ) -> (query: QueryImage, labels: [UInt8]) {
        let (picture, labels) = perturbed(reference, .structures, strength: strength, seed: seed)
        return (query(picture, parameters: parameters), labels)
    }

    /// One reference, perturbed, and what a network is to tell apart, both at ``side``.
    private static func perturbed(
        _ reference: Reference, _ subject: Subject, strength: Float, seed: UInt64
    ) -> (picture: Image, labels: [UInt8]) {
        let picture = Image(width: side, height: side, pixels: reference.picture.map { Float($0) / 255 })
        var perturbation = ReferencePerturbation(strength: strength, seed: seed)
        switch subject {
        case .structures:
            return perturbation.apply(to: picture, labels: reference.labels)
        case .sides:
            let (image, moved) = perturbation.apply(
                to: picture, maps: [reference.labels, BodySides.map(reference.labels, side: side)])
            var cropping = PictureCropping(strength: strength, seed: seed)
            return cropping.apply(to: image, labels: moved[1])
        }
    }
}
