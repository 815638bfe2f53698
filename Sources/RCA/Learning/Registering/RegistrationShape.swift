/// The size of a network that registers (Mansilla, Milone and Ferrante, Neural Networks 2020): from a moving and a
/// fixed picture, as two channels, to a displacement in pixels at each pixel of the fixed one.
///
/// On the way down each level has two 3 × 3 convolutions, with ELU after each, and ends in average pooling. On the way
/// up each level has dropout, nearest up-sampling, a convolution to which what the level's second convolution on the
/// way down made, before its ELU, is added, an ELU, and two convolutions. A last convolution makes two channels. Each
/// convolution is followed by batch normalisation.
package struct RegistrationShape: Codable, Sendable, Equatable {
    /// Channels of each level, from the full side down: 2 ... 6 levels of 8 ... 256 in steps of 8.
    package let channels: [Int]

    /// - Throws: `LearningError.impossible` for sizes outside the ranges.
    package init(channels: [Int]) throws(LearningError) {
        guard (2...6).contains(channels.count) else { throw .impossible("a registering network has 2 to 6 levels") }
        guard channels.allSatisfy({ (8...256).contains($0) && $0 % 8 == 0 }) else {
            throw .impossible("a registering network's levels have 8 to 256 channels, in steps of 8")
        }
        self.channels = channels
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(channels: container.decode([Int].self, forKey: .channels))
    }

    private init() { channels = [16, 32, 64, 128] }

    /// That of the paper: 486,720 weights.
    package static let published = RegistrationShape()

    /// What the side of a picture has to be a multiple of.
    package var sideStep: Int { 1 << (channels.count - 1) }

    /// - Throws: `LearningError.impossible` for a side that cannot be halved often enough.
    package func check(side: Int) throws(LearningError) {
        guard side > sideStep, side % sideStep == 0, side <= 4096 else {
            throw .impossible(
                "pictures for this network have a side of \(2 * sideStep) to 4096, in steps of \(sideStep)")
        }
    }
}

/// A registering network's layers.
struct RegistrationGraph: Sendable {
    let graph: LayerGraph
    /// Two channels: moving and fixed picture.
    let input: Int
    /// Whose first two channels are the displacement along rows and along columns, in pixels.
    let output: Int

    init(_ shape: RegistrationShape, side: Int, isFolded: Bool) {
        var graph = LayerGraph(isFolded: isFolded)
        input = graph.input(side: side, channels: 2)
        var (current, beside): (Int, [Int]) = (input, [])
        for (level, channels) in shape.channels.enumerated() {
            if level > 0 { current = graph.averagePooling(current) }
            let first = graph.convolution(current, outputs: channels, .exponentialLinear)
            if level + 1 < shape.channels.count {
                let second = graph.convolution(first, outputs: channels, nil)
                beside.append(second)
                current = graph.activation(second, .exponentialLinear)
            } else {
                current = graph.convolution(first, outputs: channels, .exponentialLinear)
            }
        }
        for level in beside.indices.reversed() {
            let channels = shape.channels[level]
            let raised = graph.upSampling(graph.dropout(current))
            let joined = graph.sum(
                graph.convolution(raised, outputs: channels, nil), beside[level], .exponentialLinear)
            let first = graph.convolution(joined, outputs: channels, .exponentialLinear)
            current = graph.convolution(first, outputs: channels, .exponentialLinear)
        }
        output = graph.convolution(current, outputs: 2, nil)
        self.graph = graph
    }
}
