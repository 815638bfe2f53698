import Imaging
import Phantoms
import Scoring
import Segmentation

/// A reference set of phantoms, and other phantoms to segment with it. Made once for all tests.
enum PhantomAtlases {
    static let side = 128
    static let structures = PhantomStructure.allCases.map { Structure(name: $0.name, label: Int($0.label)) }

    static let set: ReferenceSet = {
        do {
            let prepared = try (0..<12).map { index in
                let radiograph = ChestPhantom(seed: 5, index: index).radiograph(width: side, height: side)
                return try PreparedReference(
                    name: "phantom_\(index).png", labelsName: "phantom_\(index).png", image: radiograph.image,
                    labels: radiograph.labels, structures: structures, parameters: .standard)
            }
            return try ReferenceSet(prepared, structures: structures, parameters: .standard, named: "phantoms")
        } catch {
            preconditionFailure("\(error)")
        }
    }()

    static func radiograph(_ index: Int, width: Int = side, height: Int = side) -> (
        image: GrayscaleImage, labels: LabelMap
    ) {
        ChestPhantom(seed: 5, index: index).radiograph(width: width, height: height)
    }

    /// Each structure's Dice of two maps of one size.
    static func dice(_ first: LabelMap, _ second: LabelMap) -> [Double] {
        structures.map { structure in
            let label = UInt8(structure.label)
            let both = zip(first.indices, second.indices).count { $0 == label && $1 == label }
            return 2 * Double(both)
                / Double(first.indices.count { $0 == label } + second.indices.count { $0 == label })
        }
    }
}
