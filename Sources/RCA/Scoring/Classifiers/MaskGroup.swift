import Imaging
import Registration

/// Masks of one image that have one size, and so are carried to a reference by the same pixels.
struct MaskGroup {
    let width: Int
    let height: Int
    /// Of the masks among the image's.
    let places: [Int]
    /// The masks laid over one another; nil where each is sampled by itself.
    let layers: LayeredLabels?

    /// From so many on it takes less time to lay masks over one another than to sample each.
    private static let worthLayers = 4

    /// All masks of an image.
    static func groups(of masks: [StructureMap]) -> [MaskGroup] {
        var groups: [MaskGroup] = []
        var left = masks.indices[...]
        while let first = left.first {
            let labels = masks[first].labels
            let isLike = { (place: Int) in
                masks[place].labels.width == labels.width && masks[place].labels.height == labels.height
            }
            let places = left.prefix(LayeredLabels.largestCount).prefix(while: isLike)
            left = left.dropFirst(places.count)
            let packed = places.compactMap { masks[$0].packed }
            let isLayered =
                packed.count == places.count && packed.count >= worthLayers
                && packed[0].count <= LayeredLabels.largestSize
            groups.append(
                MaskGroup(
                    width: labels.width, height: labels.height, places: Array(places),
                    layers: isLayered ? LayeredLabels(packed) : nil))
        }
        return groups
    }
}
