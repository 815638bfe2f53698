import Imaging
import Scoring

/// A case's outlines as one label map, and how much of them lies on one another.
struct LabelComposition {
    /// Two masks that cover mostly the same area are one mask twice.
    private static let largestSharedPart = 0.5

    let labels: LabelMap
    /// For each pair of parts that overlap: the share of the smaller that lies in the other.
    let overlaps: [Pair: Double]

    struct Pair: Hashable, Sendable {
        let first: String
        let second: String
    }

    /// - Parameters:
    ///   - outlines: drawn in this order, each over those before.
    ///   - width, height: of the case's image.
    ///   - pictureTurn: how the image's array was laid down, where its file says how it lies in the patient.
    /// - Throws: ``InputError`` where a mask cannot be read, differs in size from the others or in shape from the
    ///   image, is empty, or is much the same as another.
    init(
        _ outlines: [ImportCase.Outline], structures: StructureList, width: Int, height: Int,
        pictureTurn: PictureTurn? = nil
    ) throws(InputError) {
        var reader = OutlineReader(width: width, height: height, pictureTurn: pictureTurn)
        var masks: [(outline: ImportCase.Outline, mask: PartMask)] = []
        for outline in outlines { masks.append((outline, try reader.mask(outline))) }
        guard let first = masks.first else {
            throw InputError(.structureMissing, "--structures", "names no structure")
        }
        let (width, height) = (first.mask.width, first.mask.height)
        var indices = [UInt8](repeating: 0, count: width * height)
        for (outline, mask) in masks {
            guard mask.width == width, mask.height == height else {
                throw InputError(
                    .sizeMismatch, outline.shape.name,
                    "is \(mask.width) × \(mask.height), the mask of the \(first.outline.part) \(width) × \(height)",
                    remedy: "give all masks of an image one size")
            }
            let label = UInt8(structures[outline.structure].label)
            mask.paint(label, into: &indices)
        }
        labels = LabelMap(width: width, height: height, indices: indices)
        overlaps = try Self.overlaps(masks)
    }

    private static func overlaps(
        _ masks: [(outline: ImportCase.Outline, mask: PartMask)]
    ) throws(InputError) -> [Pair: Double] {
        var overlaps: [Pair: Double] = [:]
        for (position, second) in masks.enumerated() {
            for first in masks[..<position] {
                let both = first.mask.sharedCount(with: second.mask)
                guard both > 0 else { continue }
                let (smaller, larger) = (
                    min(first.mask.count, second.mask.count), max(first.mask.count, second.mask.count)
                )
                guard Double(both) <= largestSharedPart * Double(smaller + larger - both) else {
                    throw InputError(
                        .fileDamaged, second.outline.shape.name,
                        "\(second.outline.part) and \(first.outline.part) are mostly the same area",
                        remedy: "check that neither file is the other's")
                }
                overlaps[Pair(first: first.outline.part, second: second.outline.part)] =
                    Double(both) / Double(smaller)
            }
        }
        return overlaps
    }
}
