/// Memory of one network in training, and its forward and backward pass.
struct TrainingMemory: Sendable {
    private let shape: NetworkShape
    private let places: TrainingPlaces
    private let side: Int
    private let pictures: Int
    private var maps: [Float]
    /// Means and variances over the batch, as `Network.statistics` lie.
    private(set) var batchStatistics: [Float]
    /// As `Network.parameters` lie.
    private(set) var gradient: [Float]
    /// The last convolution with padded classes: weights, biases and their gradients.
    private var head: [Float]
    /// The transposed weights of one convolution.
    private var turned: [Float]
    private var truth: [UInt8]

    init(_ shape: NetworkShape, side: Int, pictures: Int) {
        self.shape = shape
        self.side = side
        self.pictures = pictures
        places = TrainingPlaces(shape, side: side)
        let layout = places.layout
        maps = Array(repeating: 0, count: places.size * pictures)
        batchStatistics = Array(repeating: 0, count: layout.statisticCount)
        gradient = Array(repeating: 0, count: layout.parameterCount)
        head = Array(repeating: 0, count: 2 * (shape.channels[0] + 1) * layout.paddedClasses)
        let largest = layout.blocks.map(\.weightCount).max() ?? 0
        turned = Array(repeating: 0, count: max(largest, shape.channels[0] * layout.paddedClasses))
        truth = Array(repeating: 0, count: pictures * side * side)
    }

    /// Puts a picture and its classes into the batch.
    mutating func load(_ sample: TrainingSample, picture: Int) {
        precondition(sample.input.count == shape.inputs * side * side, "a sample's input is not inputs × side × side")
        precondition(sample.classes.count == side * side, "a sample's classes are not side × side")
        precondition(sample.classes.allSatisfy { $0 < shape.classes }, "a sample has a class that the network lacks")
        truth.replaceSubrange(picture * side * side..<(picture + 1) * side * side, with: sample.classes)
        maps.withUnsafeMutableBufferPointer { memory in
            places.levels[0].input.maps(memory.baseAddress!, pictures: pictures).load(sample.input, picture: picture)
        }
    }

    /// The loss of the batch; afterwards `gradient` and `batchStatistics` are those of it.
    ///
    /// - Parameter kept: means and variances, as `Network.statistics` lie, to normalise by in place of the batch's.
    mutating func run(_ parameters: [Float], keeping kept: [Float]? = nil) -> Double {
        if let kept { batchStatistics = kept }
        for index in gradient.indices { gradient[index] = 0 }
        for index in head.indices { head[index] = 0 }
        return parameters.withUnsafeBufferPointer { parameters in
            maps.withUnsafeMutableBufferPointer { maps in
                batchStatistics.withUnsafeMutableBufferPointer { statistics in
                    gradient.withUnsafeMutableBufferPointer { gradient in
                        head.withUnsafeMutableBufferPointer { head in
                            turned.withUnsafeMutableBufferPointer { turned in
                                truth.withUnsafeBufferPointer { truth in
                                    let pass = TrainingPass(
                                        shape: shape, places: places, pictures: pictures,
                                        parameters: parameters.baseAddress!, memory: maps.baseAddress!,
                                        statistics: statistics.baseAddress!, gradient: gradient.baseAddress!,
                                        head: head.baseAddress!, turned: turned.baseAddress!,
                                        truth: truth.baseAddress!, keepsStatistics: kept != nil)
                                    pass.forward()
                                    let loss = pass.loss()
                                    pass.backward()
                                    return loss
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// Takes the batch's means and variances into the running ones: a tenth of the way, with the unbiased variance.
    func updateStatistics(_ running: inout [Float]) {
        let momentum: Float = 0.1
        for block in places.layout.blocks {
            let count = Float(pictures * (side >> block.level) * (side >> block.level))
            for index in block.mean..<block.variance {
                running[index] += momentum * (batchStatistics[index] - running[index])
            }
            for index in block.variance..<block.variance + block.outputs {
                running[index] += momentum * (batchStatistics[index] * count / (count - 1) - running[index])
            }
        }
    }
}
