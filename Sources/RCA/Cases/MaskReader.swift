package import Imaging
package import Scoring

/// Reads a case's mask, whichever way it is stored.
package enum MaskReader {
    /// The label map of a case: its one file, or one made of a binary mask for each structure.
    ///
    /// A binary mask may show its structure by any one value; a file with two is no binary mask. Where masks
    /// overlap, a pixel belongs to the structure that comes last in the list.
    ///
    /// - Parameter imageSize: of the image, where it is known: JSON need not say its size.
    /// - Throws: ``InputError`` where a file cannot be read, holds several labels, or differs in size.
    package static func labels(
        _ files: [MaskPairing.MaskFile], structures: StructureList, imageSize: PictureSize?
    ) throws(InputError) -> LabelMap {
        var contents: [FileContent] = []
        for file in files { contents.append(try FileContent(path: file.path)) }
        return try labels(files, contents: contents, structures: structures, imageSize: imageSize)
    }

    /// As ``labels(_:structures:imageSize:)``, of files that are read already.
    package static func labels(
        _ files: [MaskPairing.MaskFile], contents: [FileContent], structures: StructureList, imageSize: PictureSize?
    ) throws(InputError) -> LabelMap {
        try labelsAndDice(files, contents: contents, structures: structures, imageSize: imageSize).labels
    }

    /// As ``labels(_:contents:structures:imageSize:)``, with the Dice that a table has for the mask itself; nil where the
    /// mask is not from such a table.
    package static func labelsAndDice(
        _ files: [MaskPairing.MaskFile], contents: [FileContent], structures: StructureList, imageSize: PictureSize?
    ) throws(InputError) -> (labels: LabelMap, given: MaskTableRow.GivenDice?) {
        guard let row = contents[0].row else {
            return (
                try fileLabels(files, contents: contents, structures: structures, imageSize: imageSize), nil
            )
        }
        let content = try row.content(contents[0].bytes, structures: structures)
        return (try content.labels(structures, named: files[0].path), content.given)
    }

    private static func fileLabels(
        _ files: [MaskPairing.MaskFile], contents: [FileContent], structures: StructureList, imageSize: PictureSize?
    ) throws(InputError) -> LabelMap {
        if files.count == 1, files[0].structure == nil {
            return try ImageReader.labelMap(from: contents[0].bytes, named: files[0].path, imageSize: imageSize)
        }
        let masks = try binaryMasks(files, contents: contents, structures: structures, imageSize: imageSize)
        let first = masks[0].mask
        var labels = [UInt16](repeating: 0, count: first.width * first.height)
        for (place, mask) in masks {
            PartMask(mask) { $0 != 0 }.paint(UInt16(structures[place].label), into: &labels)
        }
        var map = try LabelMap(width: first.width, height: first.height, labels: labels, named: files[0].path)
        map.pixelSpacing = first.pixelSpacing
        map.fileTurn = first.fileTurn
        return map
    }

    /// The masks of a case that has a file for each structure, with the structures' places in the list: one at least, and
    /// all of one size.
    static func binaryMasks(
        _ files: [MaskPairing.MaskFile], contents: [FileContent], structures: StructureList, imageSize: PictureSize?
    ) throws(InputError) -> [(place: Int, mask: LabelMap)] {
        var masks: [(place: Int, mask: LabelMap)] = []
        for (file, content) in zip(files, contents) {
            guard let place = structures.firstIndex(where: { $0.name == file.structure }) else { continue }
            let mask = try ImageReader.labelMap(from: content.bytes, named: file.path, imageSize: imageSize)
            try checkBinary(mask, of: structures[place].name, file.path)
            if let first = masks.first?.mask, mask.size != first.size {
                throw InputError(
                    .sizeMismatch, file.path,
                    "is \(mask.width) × \(mask.height), the case's first mask \(first.width) × \(first.height)",
                    remedy: "give all masks of a case one size")
            }
            masks.append((place, mask))
        }
        guard !masks.isEmpty else {
            throw InputError(.pairingFailed, files.first?.path ?? "mask", "no file of the case shows a known structure")
        }
        return masks
    }

    /// - Parameter structure: empty where it has no name.
    /// - Throws: ``InputError`` (`label unknown`) where a mask has more than one value beside 0.
    package static func checkBinary(
        _ mask: LabelMap, of structure: String = "", _ path: String
    ) throws(InputError) {
        let labels = LabelRuns(mask).bytes.map(mask.label(ofIndex:)).filter { $0 != 0 }
        guard labels.count <= 1 else {
            let listed = labels.sorted().prefix(8).map(String.init).joined(separator: ", ")
            throw InputError(
                .labelUnknown, path,
                "is no binary mask\(structure.isEmpty ? "" : " of " + structure): it has the values \(listed)\(labels.count > 8 ? " and more" : "")",
                remedy: "give it 0 and one other value, or give label maps in one folder")
        }
    }
}
