/// The codes of label maps, and the gradient of what is made of them: the first half of a trained autoencoder.
package struct LabelCodes: Sendable, Equatable {
    package let shape: AutoencoderShape
    /// Of the folded graph.
    let weights: [Float]

    /// - Throws: `LearningError.damaged` where the state is of another shape.
    package init(_ shape: AutoencoderShape, _ state: GraphState) throws(LearningError) {
        let graph = AutoencoderGraph(shape, isFolded: false).graph
        guard state.fits(graph) else { throw .damaged("a training of another autoencoder") }
        let folded = AutoencoderGraph(shape, isFolded: true).graph
        self.shape = shape
        weights = graph.folded(state.parameters, state.statistics, into: folded)
    }

    /// The label map that the autoencoder makes of one: classes in, classes out.
    package func restored(_ classes: [UInt8]) -> [UInt8] {
        let network = AutoencoderGraph(shape, isFolded: true)
        let memory = GraphMemory(network.graph, pictures: 1, isTrained: false)
        let picture = LabelledPicture(grey: Array(repeating: 0, count: classes.count), classes: classes)
        return memory.withPass(weights) { pass in
            picture.load(into: pass.maps(network.input), picture: 0, classCount: shape.classes)
            pass.forward()
            let logits = pass.maps(network.output)
            return (0..<classes.count).map { index in
                let pixel = logits.row(index / shape.side, of: 0) + index % shape.side * logits.stride
                return UInt8((0..<shape.classes).reduce(0) { pixel[$1] > pixel[$0] ? $1 : $0 })
            }
        }
    }
}
