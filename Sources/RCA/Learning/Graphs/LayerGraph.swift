/// A network as the list of its layers, each of which makes one value of earlier ones, and where values and parameters
/// lie in memory. It runs forward and backward by `GraphPass`.
///
/// A graph is made for training, where each convolution is followed by its batch normalisation, or folded for use, where
/// the normalisation is part of the convolution before it. Both have the same layers in the same order.
struct LayerGraph: Sendable {
    /// Between layers.
    enum Value: Sendable {
        case maps(MapSlot)
        /// Numbers of each picture, one picture behind the other.
        case vector(offset: Int, count: Int)
    }

    /// What is learnt of one layer, and where it lies.
    struct Layer: Sendable {
        enum Kind: Sendable { case normalised, biased, dense }
        let kind: Kind
        let inputs: Int
        /// Inputs and outputs that are not there to make a multiple of eight: the others are always zero.
        let usedInputs: Int
        let outputs: Int
        let usedOutputs: Int
        /// Of a convolution 3 rows × 3 columns × inputs × outputs, of a dense layer inputs × outputs.
        let weights: Int
        /// In the statistics: running means, then running variances. Of a normalised layer in training.
        let statistics: Int

        var taps: Int { kind == .dense ? 1 : 9 }
        var weightCount: Int { taps * inputs * outputs }
        /// The normalisation's scales, or the biases.
        var scale: Int { weights + weightCount }
        var bias: Int { scale }
        var shift: Int { scale + outputs }
        var mean: Int { statistics }
        var variance: Int { statistics + outputs }
    }

    /// Numbers are positions of values or layers.
    enum Step: Sendable {
        /// 3 × 3, with zero padding.
        case convolution(from: Int, to: Int, layer: Int)
        case subSampling(from: Int, to: Int)
        case normalisation(from: Int, to: Int, layer: Int, Activation?)
        /// May be in place.
        case activation(from: Int, to: Int, Activation)
        case averagePooling(from: Int, to: Int)
        case upSampling(from: Int, to: Int)
        /// The activation of a sum.
        case sum(Int, Int, to: Int, Activation)
        case dropout(from: Int, to: Int, number: Int)
        /// The first channel of maps as a vector, and a vector as the first channel.
        case flattening(from: Int, to: Int)
        case unflattening(from: Int, to: Int)
        case dense(from: Int, to: Int, layer: Int, Activation?)
    }

    let isFolded: Bool
    fileprivate(set) var values: [Value] = []
    /// Where the gradient of each value lies, in a memory of its own: a normalisation takes the gradient of what it
    /// makes to that of what it got, in place.
    fileprivate(set) var gradients: [Value] = []
    fileprivate(set) var layers: [Layer] = []
    fileprivate(set) var steps: [Step] = []
    fileprivate(set) var parameterCount = 0
    fileprivate(set) var statisticCount = 0
    fileprivate(set) var dropoutCount = 0
    /// Numbers for one picture, of values and of gradients.
    fileprivate(set) var valueSize = 0
    fileprivate(set) var gradientSize = 0

    init(isFolded: Bool) { self.isFolded = isFolded }

    /// The numbers of the largest layer's weights, which the backward pass needs once more.
    var largestWeightCount: Int { layers.map(\.weightCount).max() ?? 0 }
}

/// Builds a graph, a layer at a time. Values and layers are known by their positions.
extension LayerGraph {
    mutating func input(side: Int, channels: Int) -> Int { add(side: side, channels: channels) }

    /// A 3 × 3 convolution with batch normalisation, and the activation that may follow.
    ///
    /// - Parameters:
    ///   - isStrided: half the side, by every second pixel.
    ///   - inputs: of the input's channels, those that are used; nil for all.
    mutating func convolution(
        _ input: Int, inputs: Int? = nil, outputs: Int, isStrided: Bool = false, _ activation: Activation?
    ) -> Int {
        let (slot, channels) = (maps(input), Self.padded(outputs))
        let layer = addLayer(
            isFolded ? .biased : .normalised, slot.channels, used: inputs ?? slot.channels, outputs: outputs)
        var result = add(side: slot.side, channels: channels)
        steps.append(.convolution(from: input, to: result, layer: layer))
        if isStrided {
            let reduced = add(side: slot.side / 2, channels: channels)
            steps.append(.subSampling(from: result, to: reduced))
            result = reduced
        }
        guard isFolded else {
            let normalised = add(maps(result), gradient: gradients[result])
            steps.append(.normalisation(from: result, to: normalised, layer: layer, activation))
            return normalised
        }
        if let activation { steps.append(.activation(from: result, to: result, activation)) }
        return result
    }

    /// A 3 × 3 convolution with biases and nothing else.
    mutating func plainConvolution(_ input: Int, outputs: Int) -> Int {
        let slot = maps(input)
        let layer = addLayer(.biased, slot.channels, used: slot.channels, outputs: outputs)
        let result = add(side: slot.side, channels: Self.padded(outputs))
        steps.append(.convolution(from: input, to: result, layer: layer))
        return result
    }

    /// The activation of a value that is needed as it was, too.
    mutating func activation(_ input: Int, _ function: Activation) -> Int {
        let result = add(side: maps(input).side, channels: maps(input).channels)
        steps.append(.activation(from: input, to: result, function))
        return result
    }

    mutating func averagePooling(_ input: Int) -> Int {
        let result = add(side: maps(input).side / 2, channels: maps(input).channels)
        steps.append(.averagePooling(from: input, to: result))
        return result
    }

    mutating func upSampling(_ input: Int) -> Int {
        let result = add(side: maps(input).side * 2, channels: maps(input).channels)
        steps.append(.upSampling(from: input, to: result))
        return result
    }

    mutating func sum(_ first: Int, _ second: Int, _ activation: Activation) -> Int {
        let result = add(side: maps(first).side, channels: maps(first).channels)
        steps.append(.sum(first, second, to: result, activation))
        return result
    }

    /// In training; a folded graph has none.
    mutating func dropout(_ input: Int) -> Int {
        guard !isFolded else { return input }
        let result = add(side: maps(input).side, channels: maps(input).channels)
        steps.append(.dropout(from: input, to: result, number: dropoutCount))
        dropoutCount += 1
        return result
    }

    mutating func flattening(_ input: Int) -> Int {
        let result = addVector(maps(input).side * maps(input).side)
        steps.append(.flattening(from: input, to: result))
        return result
    }

    mutating func unflattening(_ input: Int, side: Int) -> Int {
        let result = add(side: side, channels: 8)
        steps.append(.unflattening(from: input, to: result))
        return result
    }

    mutating func dense(_ input: Int, outputs: Int, _ activation: Activation? = nil) -> Int {
        let layer = addLayer(.dense, count(input), used: count(input), outputs: outputs)
        let result = addVector(outputs)
        steps.append(.dense(from: input, to: result, layer: layer, activation))
        return result
    }

    static func padded(_ channels: Int) -> Int { (channels + 7) / 8 * 8 }

    func maps(_ value: Int) -> MapSlot {
        guard case .maps(let slot) = values[value] else { preconditionFailure("a vector is no maps") }
        return slot
    }

    func count(_ value: Int) -> Int {
        guard case .vector(_, let count) = values[value] else { preconditionFailure("maps are no vector") }
        return count
    }

    private mutating func add(side: Int, channels: Int) -> Int {
        let gradient = MapSlot(offset: gradientSize, side: side, channels: channels)
        gradientSize += FeatureMaps.size(side: side, channels: channels)
        return add(gradient, gradient: .maps(gradient))
    }

    /// Maps of the size of others.
    private mutating func add(_ like: MapSlot, gradient: Value) -> Int {
        values.append(.maps(MapSlot(offset: valueSize, side: like.side, channels: like.channels)))
        gradients.append(gradient)
        valueSize += FeatureMaps.size(side: like.side, channels: like.channels)
        return values.count - 1
    }

    private mutating func addVector(_ count: Int) -> Int {
        values.append(.vector(offset: valueSize, count: count))
        gradients.append(.vector(offset: gradientSize, count: count))
        valueSize += count
        gradientSize += count
        return values.count - 1
    }

    private mutating func addLayer(_ kind: Layer.Kind, _ inputs: Int, used: Int, outputs: Int) -> Int {
        let padded = kind == .dense ? outputs : Self.padded(outputs)
        let layer = Layer(
            kind: kind, inputs: inputs, usedInputs: used, outputs: padded, usedOutputs: outputs,
            weights: parameterCount, statistics: statisticCount)
        layers.append(layer)
        parameterCount = layer.scale + padded * (kind == .normalised ? 2 : 1)
        if kind == .normalised { statisticCount += 2 * padded }
        return layers.count - 1
    }
}
