/// The size of a denoising autoencoder of label maps (Oktay et al., IEEE TMI 2018, as AC-RegNet has it): what is
/// compared of two label maps as a whole are their codes.
///
/// Five 3 × 3 convolutions, of which the first, third and fifth halve the side, end in one channel. A dense layer makes
/// the codes of it. A dense layer and six convolutions, with nearest up-sampling before the first, third and fifth, make
/// the label map again. Each convolution but the last is followed by batch normalisation and ReLU.
package struct AutoencoderShape: Codable, Sendable, Equatable {
    /// Pixels a side of the label maps, in steps of 8.
    package let side: Int
    /// Background and structures, 2 ... 64.
    package let classes: Int
    /// Channels after the first and the third convolution.
    package let channels: [Int]
    package let codes: Int

    /// - Throws: `LearningError.impossible` for sizes outside the ranges.
    package init(side: Int, classes: Int, channels: [Int] = [16, 32], codes: Int = 32) throws(LearningError) {
        guard side % 8 == 0, (8...1024).contains(side) else {
            throw .impossible("an autoencoder's label maps have a side of 8 to 1024, in steps of 8")
        }
        guard (2...64).contains(classes) else { throw .impossible("an autoencoder has 2 to 64 classes") }
        guard channels.count == 2, channels.allSatisfy({ (8...256).contains($0) && $0 % 8 == 0 }) else {
            throw .impossible("an autoencoder has twice 8 to 256 channels, in steps of 8")
        }
        guard (1...4096).contains(codes) else { throw .impossible("an autoencoder has 1 to 4096 codes") }
        self.side = side
        self.classes = classes
        self.channels = channels
        self.codes = codes
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            side: container.decode(Int.self, forKey: .side), classes: container.decode(Int.self, forKey: .classes),
            channels: container.decode([Int].self, forKey: .channels), codes: container.decode(Int.self, forKey: .codes)
        )
    }

    /// Channels of maps that hold the classes and, behind them, a grey value, which the autoencoder does not look at.
    var inputChannels: Int { LayerGraph.padded(classes + 1) }
}

/// An autoencoder's layers.
struct AutoencoderGraph: Sendable {
    let graph: LayerGraph
    /// `AutoencoderShape.inputChannels`, of which the first are the classes.
    let input: Int
    let codes: Int
    /// The logits of each class.
    let output: Int

    init(_ shape: AutoencoderShape, isFolded: Bool) {
        var graph = LayerGraph(isFolded: isFolded)
        let (wide, deep) = (shape.channels[0], shape.channels[1])
        input = graph.input(side: shape.side, channels: shape.inputChannels)
        var current = graph.convolution(input, inputs: shape.classes, outputs: wide, isStrided: true, .rectified)
        current = graph.convolution(current, outputs: wide, .rectified)
        current = graph.convolution(current, outputs: deep, isStrided: true, .rectified)
        current = graph.convolution(current, outputs: deep, .rectified)
        current = graph.convolution(current, outputs: 1, isStrided: true, .rectified)
        codes = graph.dense(graph.flattening(current), outputs: shape.codes)
        let side = shape.side / 8
        let raised = graph.dense(codes, outputs: side * side, .rectified)
        current = graph.unflattening(raised, side: side)
        current = graph.convolution(graph.upSampling(current), inputs: 1, outputs: deep, .rectified)
        current = graph.convolution(current, outputs: deep, .rectified)
        current = graph.convolution(graph.upSampling(current), outputs: wide, .rectified)
        current = graph.convolution(current, outputs: wide, .rectified)
        current = graph.convolution(graph.upSampling(current), outputs: wide, .rectified)
        output = graph.plainConvolution(current, outputs: shape.classes)
        self.graph = graph
    }
}
