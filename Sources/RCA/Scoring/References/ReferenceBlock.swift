import Imaging
import Registration

/// How one reference lies in memory and on disk: the fixed image's floats, the equalised picture's floats, each
/// structure's shares of the fine level's pixels, the label grid's bytes, the picture's on the same grid, padded to a
/// multiple of 64 bytes. Native byte order and IEEE 754 single precision.
struct ReferenceBlock {
    let parameters: ReferenceParameters
    let fixedCount: Int
    let equalizedCount: Int
    let shareCount: Int
    let labelCount: Int

    init(parameters: ReferenceParameters, structureCount: Int) {
        self.parameters = parameters
        fixedCount = FixedImage.storageCount(
            parameters: parameters.registration, size: parameters.preparation.size)
        equalizedCount = parameters.preparation.size * parameters.preparation.size
        shareCount = structureCount * equalizedCount
        labelCount = parameters.labelGridSize * parameters.labelGridSize
    }

    private var labelOffset: Int { 4 * (fixedCount + equalizedCount + shareCount) }

    /// The picture lies on the same grid as the labels, behind them.
    var byteCount: Int { (labelOffset + 2 * labelCount + 63) / 64 * 64 }

    func bytes(
        fixed: FixedImage, equalized: [Float], shares: [Float], labels: [UInt8], picture: [UInt8]
    ) -> [UInt8] {
        precondition(
            fixed.storage.count == fixedCount && equalized.count == equalizedCount && shares.count == shareCount
                && labels.count == labelCount && picture.count == labelCount,
            "the parts are not of these parameters")
        var bytes = [UInt8]()
        bytes.reserveCapacity(byteCount)
        fixed.storage.values.withUnsafeBytes { bytes.append(contentsOf: $0) }
        equalized.withUnsafeBytes { bytes.append(contentsOf: $0) }
        shares.withUnsafeBytes { bytes.append(contentsOf: $0) }
        bytes.append(contentsOf: labels)
        bytes.append(contentsOf: picture)
        bytes.append(contentsOf: repeatElement(0, count: byteCount - bytes.count))
        return bytes
    }

    /// The reference in a block of memory, which stays where it is.
    ///
    /// - Throws: ``InputError`` where a label is not one of the structures: the block is damaged.
    func reference(
        name: String, in memory: ReferenceMemory, at offset: Int, structureCount: Int, file: String
    ) throws(InputError) -> Reference {
        let labels = memory.bytes(at: offset + labelOffset, count: labelCount)
        guard labels.allSatisfy({ Int($0) <= structureCount }) else {
            throw InputError(
                .referenceInvalid, file, "reference '\(name)' has labels outside the structures",
                remedy: "build the bundle again")
        }
        return Reference(
            name: name,
            fixed: FixedImage(
                storage: memory.floats(at: offset, count: fixedCount), parameters: parameters.registration,
                size: parameters.preparation.size),
            equalized: memory.floats(at: offset + 4 * fixedCount, count: equalizedCount),
            shares: memory.floats(at: offset + 4 * (fixedCount + equalizedCount), count: shareCount),
            picture: memory.bytes(at: offset + labelOffset + labelCount, count: labelCount), labels: labels,
            structureCount: structureCount)
    }
}
