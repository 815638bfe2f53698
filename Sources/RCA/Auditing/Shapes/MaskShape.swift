/// What can be measured of one structure of a mask without knowing the truth.
///
///     let shapes = MaskShapes.measure([lungs, heart])
///     shapes[0].componentCount
public struct MaskShape: Sendable, Equatable {
    /// So many components are told apart whatever their size.
    public static let largestCount = 4
    /// So many are told apart at most, and from the fifth on only those that are this share of the structure or more.
    static let (mostComponents, leastShare): (Int, Float) = (20, 0.01)
    /// A component of this share or more is a part of the structure, and no fault.
    static let partShare: Float = 0.05

    /// The share of the image's pixels, 0 where the structure is not there. All else is then nothing.
    public var area: Float = 0
    /// Pixels that touch by a side or a corner hang together.
    public var componentCount = 0
    /// The shares of the structure's pixels in its largest components, largest first: ``largestCount``, and of the next
    /// those of 1 % or more, 20 in all at most.
    public var largest: [Float] = []
    /// The pixels that the structure encloses, as a share of its own.
    public var holes: Float = 0
    /// The share of its outline that lies at the image's edge.
    public var edge: Float = 0
    /// In the order of ``ShapeFigure``; nil where a figure is not defined. Empty where the structure is not there.
    public var figures: [Float?] = []
    /// The largest share of its pixels that another structure encloses, and which structure that is.
    public var enclosed: Share?
    /// The largest share of its pixels that another structure claims too, and which structure that is; nil where masks
    /// cannot overlap.
    public var overlap: Share?
    /// Known again by this: equal pixels of equal images have equal digests, others all but never.
    public var digest: UInt64 = 0

    /// A share of the structure's pixels, and the position of the other structure that it is about.
    public struct Share: Sendable, Equatable {
        public var share: Float
        public var other: Int

        public init(share: Float, other: Int) {
            self.share = share
            self.other = other
        }
    }

    public init() {}

    public var isPresent: Bool { area > 0 }

    /// The share of the structure's pixels outside its largest components.
    ///
    /// - Parameter count: how many count as its own.
    public func outside(largest count: Int) -> Float { max(0, 1 - largest.prefix(count).reduce(0, +)) }

    /// Nil where it is not defined.
    public subscript(figure: ShapeFigure) -> Float? {
        figures.indices.contains(figure.rawValue) ? figures[figure.rawValue] : nil
    }
}
