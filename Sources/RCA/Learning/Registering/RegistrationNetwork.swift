/// A trained registering network for use: each batch normalisation, with its running statistics, is part of the
/// convolution before it.
package struct RegistrationNetwork: Sendable, Equatable {
    package let shape: RegistrationShape
    /// For each convolution, in the order of the forward pass, its weights (3 rows × 3 columns × inputs × outputs) and
    /// biases; the last one's outputs are filled up to eight by zeros.
    let weights: [Float]

    /// - Throws: `LearningError.damaged` where there are not as many weights as the shape has, or one is not finite.
    init(shape: RegistrationShape, weights: [Float]) throws(LearningError) {
        guard weights.count == Self.weightCount(shape) else {
            throw .damaged("there are not as many weights as the network's shape has")
        }
        guard weights.allSatisfy(\.isFinite) else { throw .damaged("a weight is not a finite number") }
        self.shape = shape
        self.weights = weights
    }

    /// The network as it has been trained so far.
    ///
    /// - Throws: `LearningError.damaged` where the state is of another shape or not finite.
    package init(_ shape: RegistrationShape, _ state: GraphState) throws(LearningError) {
        let graph = RegistrationGraph(shape, side: 2 * shape.sideStep, isFolded: false).graph
        let folded = RegistrationGraph(shape, side: 2 * shape.sideStep, isFolded: true).graph
        guard state.fits(graph) else { throw .damaged("a training of another network") }
        try self.init(shape: shape, weights: graph.folded(state.parameters, state.statistics, into: folded))
    }

    private static func weightCount(_ shape: RegistrationShape) -> Int {
        RegistrationGraph(shape, side: 2 * shape.sideStep, isFolded: true).graph.parameterCount
    }

    /// The displacement field from a fixed picture to a moving one.
    ///
    /// - Parameters:
    ///   - moving, fixed: side × side grey values in [0, 1], as those that were learned from.
    ///   - side: pixels a side, at which the shape's `check(side:)` passes.
    /// - Returns: for each pixel of the fixed picture how far to the right, and how far down, its partner in the moving
    ///   one lies, in pixels.
    /// - Precondition: both pictures have side² values.
    package func displacement(
        moving: [Float], fixed: [Float], side: Int, scratch: inout RegistrationScratch
    ) -> (x: [Float], y: [Float]) {
        precondition(moving.count == side * side && fixed.count == side * side, "pictures of another side")
        let network = scratch.prepare(shape, side: side)
        var (x, y) = (moving, moving)
        weights.withUnsafeBufferPointer { weights in
            scratch.memory.withUnsafeMutableBufferPointer { memory in
                let pass = GraphPass(
                    graph: network.graph, pictures: 1, parameters: weights.baseAddress!, values: memory.baseAddress!)
                let input = pass.maps(network.input)
                input.channels(0..<1).load(moving, picture: 0)
                input.channels(1..<2).load(fixed, picture: 0)
                pass.forward()
                let output = pass.maps(network.output)
                output.channels(0..<1).unload(picture: 0, into: &x)
                output.channels(1..<2).unload(picture: 0, into: &y)
            }
        }
        return (x, y)
    }
}

/// Memory for the forward pass of one pair, kept from one to the next; each worker has its own. About 4 MB at a side of
/// 64.
package struct RegistrationScratch: Sendable {
    private var prepared: (shape: RegistrationShape, side: Int, network: RegistrationGraph)?
    var memory: [Float] = []

    package init() {}

    mutating func prepare(_ shape: RegistrationShape, side: Int) -> RegistrationGraph {
        if let prepared, prepared.shape == shape, prepared.side == side { return prepared.network }
        let network = RegistrationGraph(shape, side: side, isFolded: true)
        prepared = (shape, side, network)
        memory = Array(repeating: 0, count: network.graph.valueSize)
        return network
    }
}

/// A network as bytes: `RCAR`, then little-endian 32-bit integers for version (1), levels and the channels of each
/// level, then the weights in their order as IEEE half precision. There is no checksum.
extension RegistrationNetwork {
    private static let mark = "RCAR"
    private static let version: UInt32 = 1

    /// The network in half precision, or nil where a weight is too large for that (beyond 65504).
    package var roundedToHalf: RegistrationNetwork? {
        try? RegistrationNetwork(shape: shape, weights: weights.map { Float(Float16($0)) })
    }

    /// Bytes from which `init(decoding:)` makes `roundedToHalf`.
    ///
    /// - Throws: `LearningError.impossible` where a weight is too large for half precision.
    package func encoded() throws(LearningError) -> [UInt8] {
        guard roundedToHalf != nil else { throw .impossible("a weight is too large for half precision") }
        var writer = ByteWriter(mark: Self.mark, version: Self.version)
        for value in [shape.channels.count] + shape.channels { writer.integer(UInt32(value)) }
        writer.halves(weights)
        return writer.bytes
    }

    /// - Throws: `LearningError` for bytes that `encoded` cannot have made.
    package init(decoding bytes: [UInt8]) throws(LearningError) {
        var reader = try ByteReader(bytes, mark: Self.mark, version: Self.version)
        let levels = try reader.integer(UInt32.self)
        guard levels <= 64 else { throw .damaged("it names \(levels) levels") }
        var channels: [Int] = []
        for _ in 0..<levels { channels.append(Int(try reader.integer(UInt32.self))) }
        let shape: RegistrationShape
        do { shape = try RegistrationShape(channels: channels) } catch { throw .damaged("\(error)") }
        let weights = try reader.halves(Self.weightCount(shape))
        try reader.end()
        try self.init(shape: shape, weights: weights)
    }
}
