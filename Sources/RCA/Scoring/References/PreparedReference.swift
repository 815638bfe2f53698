public import Imaging
import Registration

/// One reference image, read and worked out, in the bytes that a bundle holds.
///
/// Preparing is the slow part of loading a folder (a few milliseconds an image), and each image stands alone:
/// the batch layer prepares several at once and then assembles them.
public struct PreparedReference: Sendable {
    public let name: String
    /// SHA-256 over the size, the pixels and the structures, which the set's digest is made of.
    let contentDigest: [UInt8]
    /// ``ReferenceBlock`` bytes.
    let block: [UInt8]

    /// - Parameters:
    ///   - name: the image's file name.
    ///   - labelsName: the label map's file, for the errors.
    ///   - image, labels: the radiograph and its true labels, of the same aspect ratio.
    ///   - structures: what the labels mean.
    /// - Throws: ``InputError`` where the labels have another aspect ratio, or values that no structure has.
    public init(
        name: String, labelsName: String, image: GrayscaleImage, labels: LabelMap, structures: StructureList,
        parameters: ReferenceParameters
    ) throws(InputError) {
        try AspectRatio.check(labels, against: image, named: labelsName)
        let map = try StructureMap(labels, structures: structures, named: labelsName)
        let size = parameters.preparation.size
        let prepared = PreparedImage(
            image.resampled(width: size, height: size), parameters: parameters.preparation)
        let fixed = FixedImage(
            image: prepared, labels: map.sampled(gridSize: size), parameters: parameters.registration)
        block = ReferenceBlock(parameters: parameters, structureCount: structures.count).bytes(
            fixed: fixed, equalized: prepared.equalized.pixels, shares: map.shares(size: size),
            labels: map.sampled(gridSize: parameters.labelGridSize),
            picture: image.resampled(width: parameters.labelGridSize, height: parameters.labelGridSize).pixels.map {
                UInt8((min(max($0, 0), 1) * 255).rounded())
            })
        contentDigest = Self.contentDigest(image, map)
        self.name = name
    }

    /// As ``init(name:labelsName:image:labels:structures:parameters:)``, where no label is read as background.
    public init(
        name: String, labelsName: String, image: GrayscaleImage, labels: LabelMap, structures: [Structure],
        parameters: ReferenceParameters
    ) throws(InputError) {
        try self.init(
            name: name, labelsName: labelsName, image: image, labels: labels, structures: StructureList(structures),
            parameters: parameters)
    }

    private static func contentDigest(_ image: GrayscaleImage, _ map: StructureMap) -> [UInt8] {
        var hash = SHA256()
        for side in [image.width, image.height, map.labels.width, map.labels.height] {
            withUnsafeBytes(of: UInt64(side).littleEndian) { hash.update($0) }
        }
        switch image.samples {
        case .eightBit(let samples): samples.withUnsafeBytes { hash.update($0) }
        case .sixteenBit(let samples): samples.withUnsafeBytes { hash.update($0) }
        }
        map.labels.indices.map { UInt8(map.table[Int($0)]) }.withUnsafeBytes { hash.update($0) }
        return hash.finalize()
    }
}
