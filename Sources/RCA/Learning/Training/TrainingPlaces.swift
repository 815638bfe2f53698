/// Where feature maps and their gradients lie while a network is trained.
///
/// Forward maps keep a place each, since the way back needs them. Gradients share: at each level `raised` and `middle`
/// are used again for the second convolution down and the first, and a gradient of a normalisation's output becomes
/// that of its input where it lies.
struct TrainingPlaces: Sendable {
    struct Level: Sendable {
        /// Outputs of the four convolutions before normalisation: two down, two up; the lowest level has two.
        let convolved: [MapSlot]
        /// Between the two convolutions down.
        let middle: MapSlot
        /// After the way down; above the lowest level, in front of the maps that come up.
        let joined: MapSlot
        /// Between the two convolutions up.
        let raisedMiddle: MapSlot?
        /// After the way up.
        let raised: MapSlot?
        /// Input of the level: below the first, pooled from the level above.
        let input: MapSlot

        let joinedGradient: MapSlot
        let middleGradient: MapSlot
        let raisedGradient: MapSlot?
        let inputGradient: MapSlot?
    }

    let layout: NetworkLayout
    let levels: [Level]
    let logits: MapSlot
    let logitGradient: MapSlot
    /// Numbers for one picture.
    let size: Int

    init(_ shape: NetworkShape, side: Int) {
        let layout = NetworkLayout(shape)
        var slots = MapSlots()
        levels = shape.channels.indices.map { level in
            let (own, side) = (shape.channels[level], side >> level)
            let below = level + 1 < shape.channels.count ? shape.channels[level + 1] : nil
            let inputs = level > 0 ? shape.channels[level - 1] : shape.inputs
            return Level(
                convolved: (0..<(below == nil ? 2 : 4)).map { _ in slots.add(side: side, channels: own) },
                middle: slots.add(side: side, channels: own),
                joined: slots.add(side: side, channels: own + (below ?? 0)),
                raisedMiddle: below.map { _ in slots.add(side: side, channels: own) },
                raised: below.map { _ in slots.add(side: side, channels: own) },
                input: slots.add(side: side, channels: inputs),
                joinedGradient: slots.add(side: side, channels: own + (below ?? 0)),
                middleGradient: slots.add(side: side, channels: own),
                raisedGradient: below.map { _ in slots.add(side: side, channels: own) },
                inputGradient: level > 0 ? slots.add(side: side, channels: inputs) : nil)
        }
        logits = slots.add(side: side, channels: layout.paddedClasses)
        logitGradient = slots.add(side: side, channels: layout.paddedClasses)
        size = slots.size
        self.layout = layout
    }
}
