import Imaging

/// One segmenter's masks, as a comparison sees them.
struct ComparedSegmenter {
    struct Mask {
        let fname: String
        let predicted: Double
        /// Nil where it is not known.
        let real: Double?
        let isReliable: Bool
    }

    let name: String
    let masks: [FileStem: Mask]
    /// The images, in the order of the folder.
    let order: [FileStem]
}
