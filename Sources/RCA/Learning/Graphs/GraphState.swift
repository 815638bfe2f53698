/// What has to be kept to go on with the training of a graph: training that was stopped after any step and goes on with
/// the same plan and samples ends in the same bytes as training in one go.
package struct GraphState: Sendable, Equatable {
    /// What is learnt, as the layers of the graph lie.
    package private(set) var parameters: [Float]
    /// Running means and variances.
    package private(set) var statistics: [Float]
    /// Adam's running means of gradients and of their squares.
    var firstMoment: [Float]
    var secondMoment: [Float]
    /// Steps done.
    package internal(set) var step = 0

    /// Before the first step.
    init(_ graph: LayerGraph, seed: UInt64) {
        parameters = graph.drawnParameters(seed: seed)
        statistics = graph.firstStatistics
        firstMoment = Array(repeating: 0, count: parameters.count)
        secondMoment = firstMoment
    }

    /// Known numbers, before the first step.
    package init(parameters: [Float], statistics: [Float]) {
        self.parameters = parameters
        self.statistics = statistics
        firstMoment = Array(repeating: 0, count: parameters.count)
        secondMoment = firstMoment
    }

    func fits(_ graph: LayerGraph) -> Bool {
        parameters.count == graph.parameterCount && statistics.count == graph.statisticCount
    }

    /// One step of Adam, with what the parts of a batch gave, in the order of the parts.
    ///
    /// - Returns: the gradient of the whole batch.
    mutating func advance(
        _ graph: LayerGraph, by parts: [PartResult], picturesInPart: Int, _ optimiser: AdamW, rate: Double
    ) -> [Float] {
        var gradient = [Float](repeating: 0, count: parameters.count)
        var means = [Float](repeating: 0, count: statistics.count)
        for part in parts {
            for index in gradient.indices { gradient[index] += part.gradient[index] }
            for index in means.indices { means[index] += part.statistics[index] }
        }
        for index in means.indices { means[index] /= Float(parts.count) }
        graph.update(&statistics, by: means, pictures: picturesInPart)
        optimiser.update(
            &parameters, gradient: gradient, first: &firstMoment, second: &secondMoment, step: step + 1, rate: rate)
        step += 1
        return gradient
    }
}

/// What one part of a batch gives.
struct PartResult: Sendable {
    /// By the parameters.
    let gradient: [Float]
    /// The part's means and variances.
    let statistics: [Float]
    /// The parts of the loss, already divided by the whole batch.
    let losses: [Double]
}

/// A state as bytes: `RCAG`, then little-endian 32-bit integers for version (1), the steps done, and how many parameters
/// and statistics there are; then as 32-bit IEEE numbers the parameters, the statistics and both moments. There is no
/// checksum.
extension GraphState {
    private static let mark = "RCAG"
    private static let version: UInt32 = 1

    package func encoded() -> [UInt8] {
        var writer = ByteWriter(mark: Self.mark, version: Self.version)
        for value in [step, parameters.count, statistics.count] { writer.integer(UInt32(value)) }
        for values in [parameters, statistics, firstMoment, secondMoment] { writer.floats(values) }
        return writer.bytes
    }

    /// - Throws: `LearningError` for bytes that `encoded` cannot have made, and for a state that is not finite.
    package init(decoding bytes: [UInt8]) throws(LearningError) {
        var reader = try ByteReader(bytes, mark: Self.mark, version: Self.version)
        step = Int(try reader.integer(UInt32.self))
        let count = Int(try reader.integer(UInt32.self))
        let statisticCount = Int(try reader.integer(UInt32.self))
        parameters = try reader.floats(count)
        statistics = try reader.floats(statisticCount)
        firstMoment = try reader.floats(count)
        secondMoment = try reader.floats(count)
        try reader.end()
    }
}
