/// Memory for the forward pass of one picture, kept from one to the next; each worker has its own. Any network may use
/// it: it is set up anew where shape or side is another.
///
/// About 1 MB for 8, 16, 32 and 48 channels at a side of 64.
package struct NetworkScratch: Sendable {
    private(set) var plan: ForwardPlan?
    var memory: [Float] = []
    /// The last convolution's weights and biases, padded to a multiple of eight classes.
    var head: [Float] = []

    package init() {}

    mutating func prepare(_ shape: NetworkShape, side: Int) -> ForwardPlan {
        if let plan, plan.shape == shape, plan.side == side { return plan }
        let plan = ForwardPlan(shape, side: side)
        self.plan = plan
        memory = Array(repeating: 0, count: plan.size)
        head = Array(repeating: 0, count: (shape.channels[0] + 1) * plan.layout.paddedClasses)
        return plan
    }
}

/// Where the feature maps of one picture lie.
struct ForwardPlan: Sendable {
    struct Level: Sendable {
        /// Between the two convolutions, down or up.
        let middle: MapSlot
        /// After the way down; above the lowest level, in front of the maps that come up.
        let joined: MapSlot
        /// Half the side; above the lowest level.
        let pooled: MapSlot?
        /// After the way up.
        let raised: MapSlot?
    }

    let shape: NetworkShape
    let side: Int
    let layout: NetworkLayout
    let input: MapSlot
    let levels: [Level]
    let logits: MapSlot
    let size: Int

    init(_ shape: NetworkShape, side: Int) {
        var slots = MapSlots()
        let layout = NetworkLayout(shape)
        input = slots.add(side: side, channels: shape.inputs)
        levels = shape.channels.indices.map { level in
            let (own, side) = (shape.channels[level], side >> level)
            let below = level + 1 < shape.channels.count ? shape.channels[level + 1] : nil
            return Level(
                middle: slots.add(side: side, channels: own),
                joined: slots.add(side: side, channels: own + (below ?? 0)),
                pooled: below.map { _ in slots.add(side: side / 2, channels: own) },
                raised: below.map { _ in slots.add(side: side, channels: own) })
        }
        logits = slots.add(side: side, channels: layout.paddedClasses)
        size = slots.size
        self.shape = shape
        self.side = side
        self.layout = layout
    }
}

/// Room for one set of feature maps in a common memory.
struct MapSlot: Sendable {
    /// From the memory's start, for one picture.
    let offset: Int
    let side: Int
    let channels: Int

    func maps(_ memory: UnsafeMutablePointer<Float>, pictures: Int) -> FeatureMaps {
        FeatureMaps(memory: memory + offset * pictures, pictures: pictures, side: side, channels: channels)
    }
}

/// Gives out room after room. Memory starts as zeros, and each room keeps its place, so that frames stay zero.
struct MapSlots {
    /// Numbers given out, for one picture.
    private(set) var size = 0

    mutating func add(side: Int, channels: Int) -> MapSlot {
        let slot = MapSlot(offset: size, side: side, channels: channels)
        size += FeatureMaps.size(side: side, channels: channels)
        return slot
    }
}
