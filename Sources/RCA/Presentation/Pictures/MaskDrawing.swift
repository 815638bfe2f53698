import Imaging

/// A mask's lines and areas, ready to be drawn over its radiograph: what a picture of it consists of.
package struct MaskDrawing: Sendable {
    /// Round each structure of the mask, in the structures' order.
    package let drawn: [Outline]
    /// Round each structure of the consensus; empty without one.
    package let expected: [Outline]
    /// Where the consensus has a structure that the mask lacks.
    package let missing: Outline
    /// Where the mask has a structure that the consensus lacks.
    package let extra: Outline
    let disagreements: [Disagreement]
    package let frame: PictureFrame

    /// - Parameter isCropped: show the part with outlines in it rather than the whole radiograph.
    package init(_ mask: ExplainedMask, isCropped: Bool) {
        let places = mask.structures.indices
        drawn = places.map { Outline(mask.mask, structure: $0) }
        if let consensus = mask.consensus, let expected = mask.expected {
            self.expected = places.map {
                Outline(consensus.grid, structure: $0).mapped(consensus.frameToImage)
            }
            let (width, height) = (mask.mask.width, mask.mask.height)
            let (has, wants) = (mask.mask.labels, expected.labels)
            // Slivers along an edge are no fault that a picture can show.
            missing = Outline(width: width, height: height, smallest: 12) { x, y in
                wants[y * width + x] != 0 && wants[y * width + x] != has[y * width + x]
            }
            extra = Outline(width: width, height: height, smallest: 12) { x, y in
                has[y * width + x] != 0 && wants[y * width + x] != has[y * width + x]
            }
            disagreements = Disagreement.all(mask: mask.mask, expected: expected, structures: mask.structures)
        } else {
            expected = []
            missing = Outline(loops: [])
            extra = Outline(loops: [])
            disagreements = []
        }
        frame = isCropped ? PictureFrame(around: drawn + expected, margin: 0.05) : .whole
    }

    /// What is wrong with the mask in a line; nil where there is no consensus to compare it with.
    package var caption: String? {
        guard !expected.isEmpty else { return nil }
        if disagreements.allSatisfy({ $0.drawn == 0 }) { return "the mask is empty" }
        let faults = disagreements.compactMap(\.text)
        return faults.isEmpty ? "close to what the references expect" : faults.joined(separator: " · ")
    }
}
