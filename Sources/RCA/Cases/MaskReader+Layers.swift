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
        let whole = try labels(files, contents: contents, structures: structures, imageSize: imageSize)
        guard files[0].structure != nil else {
            return try StructureMap(whole, structures: structures, named: files[0].path).pixels
        }
        var layers = structures.map { _ in PixelMask(width: whole.width, height: whole.height) { _ in false } }
        for (file, content) in zip(files, contents) {
            guard let place = structures.firstIndex(where: { $0.name == file.structure }) else { continue }
            let mask = try ImageReader.labelMap(from: content.bytes, named: file.path, imageSize: imageSize)
            layers[place] = PixelMask(width: mask.width, height: mask.height) {
                mask.label(ofIndex: mask.indices[$0]) != 0
            }
        }
        return layers.map(PixelRuns.init)
    }
}
