/// The size of a U-Net (Ronneberger et al., MICCAI 2015).
///
/// Each level has two 3 × 3 convolutions with zero padding, each followed by batch normalisation and ReLU. Between
/// levels lie 2 × 2 maximum pooling on the way down, and on the way up bilinear up-sampling whose result is put behind
/// the maps of the same level on the way down. A 1 × 1 convolution with bias ends in the classes.
package struct NetworkShape: Codable, Sendable, Equatable {
    /// Channels of the input picture, 1 ... 64.
    package let inputs: Int
    /// Background and structures, 2 ... 64.
    package let classes: Int
    /// Channels of each level, from the full side down: 1 ... 8 levels of 8 ... 1024 in steps of 8.
    package let channels: [Int]

    /// - Throws: `LearningError.impossible` for sizes outside the ranges.
    package init(inputs: Int, classes: Int, channels: [Int]) throws(LearningError) {
        guard (1...64).contains(inputs) else { throw .impossible("a network has 1 to 64 input channels") }
        guard (2...64).contains(classes) else { throw .impossible("a network has 2 to 64 classes") }
        guard (1...8).contains(channels.count) else { throw .impossible("a network has 1 to 8 levels") }
        guard channels.allSatisfy({ (8...1024).contains($0) && $0 % 8 == 0 }) else {
            throw .impossible("a network's levels have 8 to 1024 channels, in steps of 8")
        }
        self.inputs = inputs
        self.classes = classes
        self.channels = channels
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            inputs: container.decode(Int.self, forKey: .inputs), classes: container.decode(Int.self, forKey: .classes),
            channels: container.decode([Int].self, forKey: .channels))
    }

    /// What the side of a picture has to be a multiple of: 2 to the power of the levels less one.
    package var sideStep: Int { 1 << (channels.count - 1) }

    /// - Throws: `LearningError.impossible` for a side that cannot be halved often enough.
    package func check(side: Int) throws(LearningError) {
        guard side > 0, side % sideStep == 0, side <= 4096 else {
            throw .impossible("pictures for this network have a side of \(sideStep) to 4096, in steps of \(sideStep)")
        }
    }
}
