/// Says of each structure of a mask what is out of the way, and why.
public struct MaskJudge: Sendable {
    /// A flag with its reason, a plain sentence without an end.
    public struct Finding: Sendable, Equatable {
        public let flag: MaskFlag
        public let reason: String

        package init(flag: MaskFlag, reason: String) {
            self.flag = flag
            self.reason = reason
        }
    }

    /// In how many masks of a set a structure is.
    public struct Presence: Sendable, Equatable {
        public let count: Int
        public let maskCount: Int

        package init(count: Int, maskCount: Int) {
            self.count = count
            self.maskCount = maskCount
        }
    }

    /// Shares that are a flag in any set: pixels outside the usual number of largest components, holes, outline at the
    /// image's edge, pixels that others claim, pixels that others enclose.
    static let (islands, holes, edge, overlap, inside): (Float, Float, Float, Float, Float) = (
        0.02, 0.02, 0.05, 0.02, 0.9
    )
    /// So many masks of a set lie to the same side before another one is called swapped.
    private static let usualSide: Float = 0.9

    public let structures: [String]
    /// Of the set and of the references; nil where there are too few masks with the structure, or no references.
    public let own: [ShapeLimits?]
    public let references: [ShapeLimits?]
    private let presence: [Presence]

    /// - Parameters:
    ///   - structures: the names.
    ///   - own: the limits of the set, one a structure.
    ///   - presence: in how many of its masks each structure is.
    ///   - references: empty without references.
    public init(structures: [String], own: [ShapeLimits?], presence: [Presence], references: [ShapeLimits?]) {
        self.structures = structures
        self.own = own
        self.presence = presence
        self.references = references.isEmpty ? structures.map { _ in nil } : references
    }

    /// The findings of each structure, in the order of ``MaskFlag``.
    ///
    /// - Parameter twin: the mask that has the same pixels of a structure; nil where none has.
    public func findings(_ shapes: [MaskShape], twin: (_ structure: Int) -> String?) -> [[Finding]] {
        shapes.indices.map { place in
            guard shapes[place].isPresent else {
                return shapes.contains(where: \.isPresent) ? absence(place) : [Self.nothing]
            }
            var reasons = self.reasons(shapes, place)
            if let name = twin(place) { reasons[.duplicate] = "has the same pixels as in \(name)" }
            return MaskFlag.allCases.compactMap { flag in
                reasons[flag].map { Finding(flag: flag, reason: $0) }
            }
        }
    }

    /// How many components of a structure count as its own: as many as most masks have, or
    /// ``MaskShape/largestCount`` where that is not known.
    public func usualComponents(_ place: Int) -> Int {
        (own[place] ?? references[place])?.usualComponents ?? MaskShape.largestCount
    }

    private static let nothing = Finding(flag: .empty, reason: "the mask has no structure at all")

    /// Of a mask that has other structures. References say better than a set that may lack the structure throughout.
    private func absence(_ place: Int) -> [Finding] {
        let others = references[place].map { Presence(count: $0.count, maskCount: $0.maskCount) }
        let known = others ?? presence[place]
        guard 2 * known.count > known.maskCount else { return [] }
        let share = PlainNumber.percent(Double(known.count) / Double(known.maskCount))
        return [
            Finding(
                flag: .empty,
                reason: "no pixel is \(structures[place]), which \(share) of the "
                    + "\(others == nil ? "masks" : "references") have")
        ]
    }

    private func reasons(_ shapes: [MaskShape], _ place: Int) -> [MaskFlag: String] {
        let shape = shapes[place]
        let limits = own[place] ?? references[place]
        var reasons = unusual(shape, place)
        if let reason = swap(shapes, place, limits) {
            reasons[.swapped] = reason
            reasons[.misplaced] = nil
        }
        let components = usualComponents(place)
        let outside = shape.outside(largest: components)
        if outside > Self.islands {
            reasons[.islands] =
                "\(PlainNumber.percent(outside)) lies outside the \(components == 1 ? "largest part" : "\(components) largest parts") of \(shape.componentCount)"
        }
        if shape.holes > Self.holes {
            reasons[.holes] = "holes take up \(PlainNumber.percent(shape.holes)) of its area"
        }
        if shape.edge > max(Self.edge, limits?.edge ?? 0) {
            reasons[.edge] = "\(PlainNumber.percent(shape.edge)) of its outline lies at the edge of the image"
        }
        if let other = shape.overlap, other.share > max(Self.overlap, limits?.overlap ?? 0) {
            reasons[.overlap] = "\(PlainNumber.percent(other.share)) of it is marked as \(structures[other.other]) too"
        }
        if let other = shape.enclosed, other.share >= Self.inside, other.share > limits?.enclosed ?? 0 {
            reasons[.inside] = "lies inside \(structures[other.other])"
        }
        return reasons
    }

    /// The figures beyond their limits: of each flag the one that is farthest out.
    private func unusual(_ shape: MaskShape, _ place: Int) -> [MaskFlag: String] {
        struct Excess {
            let size, value: Float
            let figure: ShapeFigure
            let range: ShapeLimits.Range
            let whose: String
        }
        var worst: [MaskFlag: Excess] = [:]
        for (limits, whose) in [(own[place], "usual here"), (references[place], "usual in the references")] {
            for figure in ShapeFigure.allCases {
                guard let value = shape[figure], let range = limits?[figure] else { continue }
                let isBelow = range.lower.map { value < $0 } ?? false
                guard isBelow || value > range.upper else { continue }
                let flag = isBelow ? figure.flags.below : figure.flags.above
                let size = abs(value - range.middle) / max(range.upper - range.middle, .leastNormalMagnitude)
                if size > worst[flag]?.size ?? 0 {
                    worst[flag] = Excess(size: size, value: value, figure: figure, range: range, whose: whose)
                }
            }
        }
        return worst.mapValues { $0.figure.sentence($0.value, $0.range, whose: $0.whose) }
    }

    private func swap(_ shapes: [MaskShape], _ place: Int, _ limits: ShapeLimits?) -> String? {
        if let limits, let usual = limits[.besideOthers]?.middle, let side = shapes[place][.besideOthers] {
            guard limits.sideShare >= Self.usualSide, usual * side < 0, abs(side) >= abs(usual) / 2 else { return nil }
            return "lies to the \(side > 0 ? "right" : "left") of the other structures, in "
                + "\(PlainNumber.percent(limits.sideShare)) of the \(own[place] == nil ? "references" : "masks") "
                + "to the \(side > 0 ? "left" : "right")"
        }
        guard let other = Laterality.partner(of: place, among: structures), shapes.indices.contains(other.place),
            let x = shapes[place][.centreAcross], let otherX = shapes[other.place][.centreAcross]
        else { return nil }
        // As radiographs are shown, the patient's left is on the right.
        guard other.isLeft ? x < otherX : x > otherX else { return nil }
        return "lies to the \(other.isLeft ? "left" : "right") of \(structures[other.place]): the patient's left is on "
            + "the right of a radiograph"
    }
}

/// Names that say on which side a structure is.
enum Laterality {
    /// The structure of the other side, and whether the one that is asked about is the left one; nil where its name says
    /// nothing, or there is no such structure.
    static func partner(of place: Int, among names: [String]) -> (place: Int, isLeft: Bool)? {
        let name = names[place].lowercased()
        for (own, other, isLeft) in [("left", "right", true), ("right", "left", false)] where name.contains(own) {
            let wanted = name.replacing(own, with: other)
            if let found = names.firstIndex(where: { $0.lowercased() == wanted }), found != place {
                return (found, isLeft)
            }
        }
        return nil
    }
}
