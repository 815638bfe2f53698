import Imaging
import Learning

/// What a network is shown of an image: three channels at the fine level, row-major, one behind the other.
///
/// 1. Equalised grey values, −1 to 1: they do not depend on exposure.
/// 2. The same, locally normalised: edges, whatever the density around them.
/// 3. 1 where the frame shows the picture, else 0, as the others are there.
enum NetworkInput {
    static let channelCount = 3

    /// - Returns: 3 · size² values.
    static func values(_ query: QueryImage) -> [Float] {
        let shown = query.validity?.pixels ?? Array(repeating: 1, count: query.prepared.equalized.pixels.count)
        let grey = zip(query.prepared.equalized.pixels, shown).map { (2 * $0 - 1) * $1 }
        let edges = zip(query.prepared.fine.pixels, shown).map { $0 * $1 }
        return grey + edges + shown
    }

    /// Whether a network can be shown images of these parameters, and tells as many structures apart.
    static func fits(_ shape: NetworkShape, structureCount: Int, _ parameters: ReferenceParameters) -> Bool {
        shape.inputs == channelCount && shape.classes == structureCount + 1
            && parameters.preparation.size % shape.sideStep == 0
    }
}
