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
