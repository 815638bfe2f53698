import Synchronization

/// Memory of one worker for the passes of a graph.
final class GraphMemory {
    let graph: LayerGraph
    let pictures: Int
    private var values: [Float]
    private var gradients: [Float]
    /// Means and variances over the pictures, in training.
    private(set) var statistics: [Float]
    /// By the parameters.
    private(set) var gradient: [Float]
    private var turned: [Float]

    /// - Parameter isTrained: whether the gradient by the parameters is wanted.
    init(_ graph: LayerGraph, pictures: Int, isTrained: Bool) {
        self.graph = graph
        self.pictures = pictures
        values = Array(repeating: 0, count: graph.valueSize * pictures)
        gradients = Array(repeating: 0, count: graph.gradientSize * pictures)
        statistics = Array(repeating: 0, count: graph.statisticCount)
        gradient = Array(repeating: 0, count: isTrained ? graph.parameterCount : 0)
        turned = Array(repeating: 0, count: graph.largestWeightCount)
    }

    /// Calls `body` with a pass whose gradient by the parameters is zero at first.
    func withPass<Result>(_ parameters: [Float], dropoutSeed: UInt64 = 0, _ body: (GraphPass) -> Result) -> Result {
        precondition(parameters.count == graph.parameterCount, "parameters of another graph")
        for index in gradient.indices { gradient[index] = 0 }
        return parameters.withUnsafeBufferPointer { parameters in
            values.withUnsafeMutableBufferPointer { values in
                gradients.withUnsafeMutableBufferPointer { gradients in
                    statistics.withUnsafeMutableBufferPointer { statistics in
                        gradient.withUnsafeMutableBufferPointer { gradient in
                            turned.withUnsafeMutableBufferPointer { turned in
                                body(
                                    GraphPass(
                                        graph: graph, pictures: pictures, parameters: parameters.baseAddress!,
                                        values: values.baseAddress!, gradients: gradients.baseAddress!,
                                        statistics: statistics.baseAddress,
                                        gradient: gradient.isEmpty ? nil : gradient.baseAddress!,
                                        turned: turned.baseAddress!, dropoutSeed: dropoutSeed))
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Workers' memory, borrowed for a part of a batch and given back.
final class MemoryPool<Memory: AnyObject>: @unchecked Sendable {
    private let lock = Mutex(())
    /// Touched under the lock alone.
    private var free: [Memory] = []
    private let make: @Sendable () -> Memory

    init(_ make: @escaping @Sendable () -> Memory) { self.make = make }

    /// Each memory is used by one caller at a time.
    func borrowing<Result>(_ body: (Memory) -> Result) -> Result {
        let memory = lock.withLock { _ in free.popLast() } ?? make()
        defer { lock.withLock { _ in free.append(memory) } }
        return body(memory)
    }
}
