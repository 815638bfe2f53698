import Cases
import Imaging
import Scoring

/// Reads the outlines of one image; a label map that several structures are in is read once.
struct OutlineReader {
    /// Of the image.
    let width: Int
    let height: Int
    /// How the image's array was laid down, where its file says how it lies in the patient.
    let pictureTurn: PictureTurn?
    private var last: (path: String, labels: LabelMap)?

    init(width: Int, height: Int, pictureTurn: PictureTurn?) {
        self.width = width
        self.height = height
        self.pictureTurn = pictureTurn
    }

    /// - Throws: ``InputError`` where the outline cannot be read, is empty, or does not have the image's shape.
    mutating func mask(_ outline: ImportCase.Outline) throws(InputError) -> PartMask {
        let mask: PartMask
        switch outline.shape {
        case .binaryMask(let path):
            let labels = try labels(path)
            try MaskReader.checkBinary(labels, path)
            mask = PartMask(labels) { $0 != 0 }
        case .label(let path, let structure, let list):
            let labels = try labels(path)
            let occurring = LabelRuns(labels).bytes.map(labels.label(ofIndex:))
            if let error = list.error(ofLabels: occurring, named: path) { throw error }
            mask = PartMask(labels) { structure.labels.contains($0) }
        case .runs(let text, let width, let height, let name):
            mask = PartMask(
                try RunLengthMask(startsAndLengths: text, width: width, height: height, named: name))
        case .polygons(let polygons, let side, let name):
            let side = side ?? (width, height)
            for polygon in polygons { try polygon.check(width: side.width, height: side.height, named: name) }
            // On the image's own pixels: nothing is rounded twice.
            let drawn = polygons.map {
                $0.scaled(x: Double(width) / Double(side.width), y: Double(height) / Double(side.height))
            }
            try AspectRatio.check(PictureSize(width: side.width, height: side.height), against: size, named: name)
            mask = PartMask(
                width: width, height: height, pixels: Polygon.filled(drawn, width: width, height: height))
        }
        guard mask.count > 0 else {
            throw InputError(
                .structureMissing, outline.shape.name, "no pixel is \(outline.part)",
                remedy: "leave the image out, or draw the \(outline.part)")
        }
        try AspectRatio.check(
            PictureSize(width: mask.width, height: mask.height), against: size, named: outline.shape.name)
        return mask
    }

    private var size: PictureSize { PictureSize(width: width, height: height) }

    private mutating func labels(_ path: String) throws(InputError) -> LabelMap {
        if let last, last.path == path { return last.labels }
        let labels = try MaskOrientation.reading(
            of: ImageReader.readLabelMap(at: path, imageSize: size),
            on: pictureTurn, as: nil, isAskedFor: false, named: path)
        last = (path, labels)
        return labels
    }
}
