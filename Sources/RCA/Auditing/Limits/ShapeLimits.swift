/// What is usual for one structure among the masks of a set.
///
/// Limits are robust: a median, and a spread from the median of the distances to it, scaled to a standard deviation
/// (Hampel 1974; Rousseeuw and Croux 1993). Up to half of the masks may be wrong before these follow the wrong ones. Of
/// figures that only grow with faults, the spread is taken from the better half: the distance from the lower quartile
/// to the median.
public struct ShapeLimits: Sendable, Equatable, Codable {
    /// With fewer masks that have the structure a set has no limits of its own.
    public static let leastCount = 20
    /// How many spreads a figure may lie from the median. Turning it up flags fewer masks. Chosen on the masks of a
    /// reference set, true and damaged: of the true ones 2 in 100 are beyond some limit.
    static let multiple = 4.5
    /// As ``multiple``, by the limits of references: other radiographs, drawn by other people.
    static let referenceMultiple = 1.5 * multiple

    /// Between which values a figure is usual.
    public struct Range: Sendable, Equatable, Codable {
        public let middle: Float
        public let spread: Float
        /// Nil where no value is too small.
        public let lower: Float?
        public let upper: Float
    }

    /// The masks that have the structure, of how many.
    public let count: Int
    public let maskCount: Int
    /// By the name of the ``ShapeFigure``; none where it is not known.
    public let ranges: [String: Range]
    /// The number of components of 5 % or more that most masks have.
    public let usualComponents: Int
    /// The largest share of the outline at the image's edge, and of pixels that others claim or enclose, that is usual.
    public let edge: Float
    public let overlap: Float
    public let enclosed: Float
    /// The share of the masks in which the centre lies on the same side of the other structures as their median.
    public let sideShare: Float

    subscript(figure: ShapeFigure) -> Range? { ranges[figure.name] }

    /// - Parameters:
    ///   - shapes: of the masks that have the structure.
    ///   - maskCount: of all masks.
    ///   - multiple: how many spreads from the median are usual.
    ///   - hasOutlines: whether the masks are drawn as finely as those that are judged.
    /// - Returns: nil where there are fewer than ``leastCount`` shapes.
    init?(_ shapes: [MaskShape], maskCount: Int, multiple: Double, hasOutlines: Bool = true) {
        guard shapes.count >= Self.leastCount else { return nil }
        count = shapes.count
        self.maskCount = maskCount
        var ranges: [String: Range] = [:]
        for figure in ShapeFigure.allCases where hasOutlines || !figure.isOfOutline {
            let values = shapes.compactMap { $0[figure].map(Double.init) }
            guard values.count >= Self.leastCount else { continue }
            ranges[figure.name] = Self.range(values, figure, multiple: multiple)
        }
        self.ranges = ranges
        let parts = shapes.map { shape in Double(shape.largest.count { $0 >= MaskShape.partShare }) }
        usualComponents = max(1, Int((RobustSpread.median(parts) ?? 1).rounded()))
        edge = Self.upper(shapes.map(\.edge), multiple)
        overlap = Self.upper(shapes.map { $0.overlap?.share ?? 0 }, multiple)
        enclosed = Self.upper(shapes.map { $0.enclosed?.share ?? 0 }, multiple)
        let sides = shapes.compactMap { $0[.besideOthers].map(Double.init) }
        let isRight = (RobustSpread.median(sides) ?? 0) > 0
        sideShare = sides.isEmpty ? 0 : Float(sides.count { ($0 > 0) == isRight }) / Float(sides.count)
    }

    private static func range(_ values: [Double], _ figure: ShapeFigure, multiple: Double) -> Range? {
        guard let middle = RobustSpread.median(values) else { return nil }
        let spread = max(
            figure.isOneSided ? RobustSpread.lowerHalf(values) : RobustSpread.ofDeviations(values), figure.leastSpread)
        return Range(
            middle: Float(middle), spread: Float(spread),
            lower: figure.isOneSided ? nil : Float(middle - multiple * spread),
            upper: Float(middle + multiple * spread))
    }

    private static func upper(_ shares: [Float], _ multiple: Double) -> Float {
        let values = shares.map(Double.init)
        return Float((RobustSpread.median(values) ?? 0) + multiple * RobustSpread.ofDeviations(values))
    }
}
