public import Imaging

/// A mask and everything that shows why it has its score.
public struct ExplainedMask: Sendable {
    /// What the references agree on.
    public struct Consensus: Sendable {
        /// Over the frame that registration works in.
        public var grid: LabelGrid
        /// From that frame to the image, both spanning 0...1.
        public var frameToImage: AffineMap

        public init(grid: LabelGrid, frameToImage: AffineMap) {
            self.grid = grid
            self.frameToImage = frameToImage
        }
    }

    /// The reference on which the mask scored best.
    public struct BestReference: Sendable {
        public var name: String
        public var radiograph: GrayscaleImage
        /// What a person drew.
        public var truth: LabelGrid
        /// The mask, carried there by the registration.
        public var carried: LabelGrid
        /// The mean over the structures of its Dice there, in [0, 1].
        public var dice: Float?

        public init(name: String, radiograph: GrayscaleImage, truth: LabelGrid, carried: LabelGrid, dice: Float?) {
            self.name = name
            self.radiograph = radiograph
            self.truth = truth
            self.carried = carried
            self.dice = dice
        }
    }

    public var fname: String
    public var radiograph: GrayscaleImage
    /// Over the whole image.
    public var mask: LabelGrid
    public var structures: [String]
    public var consensus: Consensus?
    public var reference: BestReference?
    /// Over the whole image: red where the mask probably has too much, green where something is probably missing.
    public var errors: ColorImage?

    public init(
        fname: String, radiograph: GrayscaleImage, mask: LabelGrid, structures: [String], consensus: Consensus?,
        reference: BestReference?, errors: ColorImage? = nil
    ) {
        self.fname = fname
        self.radiograph = radiograph
        self.mask = mask
        self.structures = structures
        self.consensus = consensus
        self.reference = reference
        self.errors = errors
    }

    /// The consensus on the mask's grid, over the whole image.
    var expected: LabelGrid? {
        guard let consensus, let toFrame = consensus.frameToImage.inverse else { return nil }
        var labels = [UInt8](repeating: 0, count: mask.labels.count)
        for y in 0..<mask.height {
            for x in 0..<mask.width {
                let point = toFrame.apply(
                    x: (Double(x) + 0.5) / Double(mask.width), y: (Double(y) + 0.5) / Double(mask.height))
                labels[y * mask.width + x] = consensus.grid.label(x: point.x, y: point.y)
            }
        }
        return LabelGrid(width: mask.width, height: mask.height, labels: labels)
    }
}
