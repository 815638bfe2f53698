package import Imaging
package import Scoring

extension MaskReader {
    /// The pixels of each structure, which may overlap where each has a file of its own.
    ///
    /// - Parameters:
    ///   - contents: of the case's files.
    ///   - imageSize: of the image, where it is known: JSON need not say its size.
    /// - Throws: ``InputError`` where a file cannot be read, holds labels that are not known, or differs in size.
    package static func layers(
        _ files: [MaskPairing.MaskFile], contents: [FileContent], structures: StructureList, imageSize: PictureSize?
    ) throws(InputError) -> [PixelRuns] {
        if let row = contents[0].row {
            return try row.content(contents[0].bytes, structures: structures).layers(structures).map(PixelRuns.init)
        }
        guard files[0].structure != nil else {
            let whole = try labels(files, contents: contents, structures: structures, imageSize: imageSize)
            return try StructureMap(whole, structures: structures, named: files[0].path).pixels
        }
        let masks = try binaryMasks(files, contents: contents, structures: structures, imageSize: imageSize)
        let size = masks[0].mask.size
        var layers = structures.map { _ in PixelMask(width: size.width, height: size.height) { _ in false } }
        for (place, mask) in masks {
            layers[place] = PixelMask(width: size.width, height: size.height) {
                mask.label(ofIndex: mask.indices[$0]) != 0
            }
        }
        return layers.map(PixelRuns.init)
    }
}
