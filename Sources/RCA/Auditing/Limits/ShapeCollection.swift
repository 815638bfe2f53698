/// The shapes of a set of masks, gathered mask by mask for its limits.
///
/// At most ``most`` masks are kept; of more, those whose names have the smallest trailing bits of a hash: the same ones
/// whatever order they come in. Digests are kept of all, sixteen bytes a mask and structure.
public struct ShapeCollection: Sendable {
    public static let most = 1 << 16

    /// The masks that were added.
    public private(set) var count = 0
    private var kept: [(key: UInt64, shapes: [MaskShape])] = []
    private var mask: UInt64 = 0
    private var seen: [Set<UInt64>]
    /// Of digests that occur again, the second mask that has them.
    private var repeated: [[UInt64: String]]
    private let limit: Int

    /// - Parameter structureCount: of every mask.
    public init(structureCount: Int) { self.init(structureCount: structureCount, most: Self.most) }

    package init(structureCount: Int, most limit: Int) {
        seen = Array(repeating: [], count: structureCount)
        repeated = Array(repeating: [:], count: structureCount)
        self.limit = limit
    }

    /// - Parameters:
    ///   - shapes: one a structure.
    ///   - name: of the mask. Masks come in the order in which they will be judged.
    ///   - key: a hash of the name.
    public mutating func add(_ shapes: [MaskShape], named name: String, key: UInt64) {
        count += 1
        for (structure, shape) in shapes.enumerated() where shape.isPresent {
            if !seen[structure].insert(shape.digest).inserted, repeated[structure][shape.digest] == nil {
                repeated[structure][shape.digest] = name
            }
        }
        guard key & mask == 0 else { return }
        kept.append((key, shapes))
        while kept.count > limit, mask != .max {
            mask = mask << 1 | 1
            kept.removeAll { $0.key & mask != 0 }
        }
    }

    /// The second of the masks that have the same pixels of a structure; nil where no other mask has them.
    public func repetition(of shape: MaskShape, structure: Int) -> String? {
        shape.isPresent ? repeated[structure][shape.digest] : nil
    }

    /// The limits of each structure, nil where too few masks have it, and how its areas are distributed.
    public func limits() -> [ShapeLimits?] { limits(multiple: ShapeLimits.multiple, hasOutlines: true) }

    /// The limits by which other masks are held against those of references.
    ///
    /// - Parameter hasOutlines: whether these are drawn as finely as the masks that are judged.
    public func referenceLimits(hasOutlines: Bool) -> [ShapeLimits?] {
        limits(multiple: ShapeLimits.referenceMultiple, hasOutlines: hasOutlines)
    }

    private func limits(multiple: Double, hasOutlines: Bool) -> [ShapeLimits?] {
        seen.indices.map { structure in
            ShapeLimits(
                kept.map { $0.shapes[structure] }.filter(\.isPresent), maskCount: kept.count, multiple: multiple,
                hasOutlines: hasOutlines)
        }
    }

    /// In how many of the masks that were kept each structure is.
    public func presence() -> [MaskJudge.Presence] {
        seen.indices.map { structure in
            MaskJudge.Presence(count: kept.count { $0.shapes[structure].isPresent }, maskCount: kept.count)
        }
    }

    /// The areas of each structure in the masks that have it, ascending.
    public func sortedAreas() -> [[Float]] {
        seen.indices.map { structure in kept.map { $0.shapes[structure].area }.filter { $0 > 0 }.sorted() }
    }
}
