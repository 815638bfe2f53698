import Imaging
import Phantoms
import Scoring
import Testing

/// A small reference set of phantoms, and other phantoms to score against it. Made once for all tests.
enum PhantomSet {
    static let side = 128
    static let structures = PhantomStructure.allCases.map { Structure(name: $0.name, label: Int($0.label)) }
    static let parameters = ReferenceParameters.standard
    static let referenceCount = 8

    /// Phantoms 0 ..< 8 are the references.
    static let radiographs = (0..<referenceCount).map { radiograph($0) }

    static let prepared: [PreparedReference] = {
        do {
            return try radiographs.enumerated().map { index, radiograph in
                try prepare(radiograph.image, radiograph.labels, name: name(index))
            }
        } catch {
            preconditionFailure("\(error)")
        }
    }()

    static let set: ReferenceSet = {
        do {
            return try ReferenceSet(prepared, structures: structures, parameters: parameters, named: "phantoms")
        } catch {
            preconditionFailure("\(error)")
        }
    }()

    /// A yardstick by which most references fit with one quality, and three of 20 with a little less.
    static func statistics(quality: Float) throws -> ReferenceStatistics {
        let evidence = (0..<20).map { index in
            let quality = index < 3 ? quality - 0.025 : quality
            return RegistrationEvidence(
                [RegistrationEvidence.Similarity(inBand: quality, overall: quality)], agreement: 0.9)
        }
        return try #require(ReferenceStatistics(evidence))
    }

    /// Phantoms that are not in the set.
    static let cases: [PhantomCase] = (20..<23).map {
        PhantomDataSet(count: $0 + 1, seed: 5, width: side, height: side)[$0]
    }

    static func name(_ index: Int) -> String { "phantom_\(index).png" }

    static func radiograph(_ index: Int) -> (image: GrayscaleImage, labels: LabelMap) {
        ChestPhantom(seed: 5, index: index).radiograph(width: side, height: side)
    }

    static func prepare(_ image: GrayscaleImage, _ labels: LabelMap, name: String) throws -> PreparedReference {
        try PreparedReference(
            name: name, labelsName: name, image: image, labels: labels, structures: structures, parameters: parameters)
    }

    static func query(_ image: GrayscaleImage) -> QueryImage {
        QueryImage(Radiograph(image), parameters: parameters.preparation)
    }

    static func map(_ labels: LabelMap) throws -> StructureMap {
        try StructureMap(labels, structures: structures, named: "mask.png")
    }

    /// A mask without the structures of these labels.
    static func removing(_ labels: Set<UInt8>, from map: LabelMap) -> LabelMap {
        var map = map
        for index in map.indices.indices where labels.contains(map.indices[index]) { map.indices[index] = 0 }
        return map
    }
}
