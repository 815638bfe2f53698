/// What has to be kept to go on with training: training that was stopped after any step and goes on with the same plan
/// and samples ends in the same bytes as training in one go.
package struct TrainerState: Sendable, Equatable {
    package internal(set) var network: Network
    /// Adam's running means of gradients and of their squares.
    var firstMoment: [Float]
    var secondMoment: [Float]
    /// Steps done.
    package internal(set) var step: Int

    /// Before the first step.
    package init(_ network: Network) {
        self.network = network
        firstMoment = Array(repeating: 0, count: network.parameters.count)
        secondMoment = firstMoment
        step = 0
    }
}

/// A state as bytes: `RCAT`, then little-endian 32-bit integers for version (1), input channels, classes, levels, the
/// channels of each level and the steps done, then as 32-bit IEEE numbers the parameters, the statistics and both
/// moments. There is no checksum.
extension TrainerState {
    private static let mark = "RCAT"
    private static let version: UInt32 = 1

    package func encoded() -> [UInt8] {
        var writer = ByteWriter(mark: Self.mark, version: Self.version)
        writer.shape(network.shape)
        writer.integer(UInt32(step))
        for values in [network.parameters, network.statistics, firstMoment, secondMoment] { writer.floats(values) }
        return writer.bytes
    }

    /// - Throws: `LearningError` for bytes that `encoded` cannot have made, and for a state that is not finite.
    package init(decoding bytes: [UInt8]) throws(LearningError) {
        var reader = try ByteReader(bytes, mark: Self.mark, version: Self.version)
        let shape = try reader.shape()
        let step = Int(try reader.integer(UInt32.self))
        let counts = Network.counts(shape)
        let parameters = try reader.floats(counts.parameters)
        let statistics = try reader.floats(counts.statistics)
        let (first, second) = (try reader.floats(counts.parameters), try reader.floats(counts.parameters))
        try reader.end()
        network = try Network(shape: shape, parameters: parameters, statistics: statistics)
        firstMoment = first
        secondMoment = second
        self.step = step
    }
}
