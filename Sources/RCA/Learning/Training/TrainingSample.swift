/// A picture to learn from.
package struct TrainingSample: Sendable {
    /// Input channels × side × side.
    package var input: [Float]
    /// Each pixel's class, below the network's number of classes; side × side.
    package var classes: [UInt8]

    package init(input: [Float], classes: [UInt8]) {
        self.input = input
        self.classes = classes
    }
}
