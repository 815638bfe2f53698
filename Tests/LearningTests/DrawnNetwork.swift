import Learning

/// The parameters of a graph as make_registration_figures.py draws them, tensor by tensor.
struct DrawnNetwork {
    private(set) var values: [Float] = []
    private var spans: [Range<Int>] = []
    /// Channels of each normalisation.
    private var normalised: [Int] = []
    private var seed: UInt64

    /// Two levels of eight channels.
    static func registration(seed: UInt64) -> DrawnNetwork {
        var network = DrawnNetwork(seed: seed)
        network.block(2, 8)
        for _ in 0..<6 { network.block(8, 8) }
        network.block(8, 2)
        return network
    }

    /// Eight channels at both levels, four codes, a side of sixteen.
    static func autoencoder(seed: UInt64, classes: Int) -> DrawnNetwork {
        var network = DrawnNetwork(seed: seed)
        network.block(8, 8, usedInputs: classes)
        for _ in 0..<3 { network.block(8, 8) }
        network.block(8, 1)
        for _ in 0..<2 {
            network.take(16)
            network.take(4)
        }
        network.block(8, 8, usedInputs: 1)
        for _ in 0..<4 { network.block(8, 8) }
        network.weights(8, 8, usedInputs: 8, usedOutputs: classes)
        network.take(8, used: classes)
        return network
    }

    private init(seed: UInt64) { self.seed = seed }

    private mutating func take(_ count: Int, used: Int? = nil, offset: Float = 0) {
        add(drawn(count).enumerated().map { $0 < used ?? count ? $1 + offset : 0 })
    }

    private mutating func block(_ inputs: Int, _ outputs: Int, usedInputs: Int? = nil) {
        let padded = (outputs + 7) / 8 * 8
        weights(inputs, padded, usedInputs: usedInputs ?? inputs, usedOutputs: outputs)
        take(padded, used: outputs, offset: 1)
        take(padded, used: outputs)
        normalised.append(padded)
    }

    private mutating func weights(_ inputs: Int, _ outputs: Int, usedInputs: Int, usedOutputs: Int) {
        add(
            drawn(9 * inputs * outputs).enumerated().map { index, value in
                index / outputs % inputs < usedInputs && index % outputs < usedOutputs ? value : 0
            })
    }

    private mutating func drawn(_ count: Int) -> [Float] {
        seed += 1
        return Drawn.values(count, seed: seed).map { 0.3 * $0 }
    }

    private mutating func add(_ tensor: [Float]) {
        spans.append(values.count..<values.count + tensor.count)
        values += tensor
    }

    /// Before the first step: running means of 0 and variances of 1.
    var state: GraphState {
        GraphState(
            parameters: values,
            statistics: normalised.flatMap { channels in
                Array(repeating: Float(0), count: channels) + Array(repeating: Float(1), count: channels)
            })
    }

    /// The Euclidean norm of each tensor.
    func norms(_ parameters: [Float]) -> [Double] { spans.map { Self.norm(parameters[$0]) } }

    func statisticNorms(_ statistics: [Float]) -> (means: [Double], variances: [Double]) {
        var (result, position): ((means: [Double], variances: [Double]), Int) = (([], []), 0)
        for channels in normalised {
            result.means.append(Self.norm(statistics[position..<position + channels]))
            result.variances.append(Self.norm(statistics[position + channels..<position + 2 * channels]))
            position += 2 * channels
        }
        return result
    }

    private static func norm(_ values: ArraySlice<Float>) -> Double {
        values.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
    }
}
