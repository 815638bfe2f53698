import Files

/// Reads COCO's masks, run-length or polygons, from JSON files of one image.
///
/// A file holds one mask (`{"size": [height, width], "counts": …}`), one annotation that has a `segmentation`, a list
/// of either, or a COCO data set of one image. A mask without a `category_id` has the label 1. Where masks overlap, a
/// pixel belongs to the last. Where there is none, all pixels are 0.
package enum RunLengthFile {
    /// Whether a JSON file describes masks: other JSON may lie beside them.
    ///
    /// It does where it is an object that has one of the names `annotations`, `segmentation` and `counts`, a list of
    /// such objects, or an empty list. A file that is empty, cut short or unreadable counts too, so that reading it
    /// says so.
    package static func isMask(at path: String) -> Bool {
        guard let start = try? InputFile.read(at: path, maximumBytes: .max, first: sample) else { return true }
        guard start.count == sample, finding(start) == .unfinished else { return isMask(start) }
        // Long descriptions may come first.
        guard let all = try? InputFile.read(at: path, maximumBytes: ImageLimits.standard.fileBytes) else { return true }
        return isMask(all)
    }

    /// As ``isMask(at:)``, of a file's bytes.
    package static func isMask(_ bytes: [UInt8]) -> Bool {
        bytes.isEmpty || (JSONText.isBegun(by: bytes.prefix(400)) && finding(bytes) != .other)
    }

    private static func finding(_ bytes: [UInt8]) -> JSONNames.Finding {
        JSONNames.look(for: ["annotations", "segmentation", "counts"], in: JSONText.plain(bytes))
    }

    private static let sample = 1 << 16

    /// - Parameter imageSize: of the image that the mask is of, where that is known: what a file that does not say its
    ///   size is drawn on.
    /// - Throws: ``InputError`` for other JSON, masks of different sizes, and a data set of several images.
    static func labelMap(
        from bytes: [UInt8], named name: String, limits: ImageLimits = .standard, imageSize: PictureSize? = nil
    ) throws(InputError) -> LabelMap {
        let document: COCODocument
        do {
            document = try COCODocument(JSONText.plain(bytes))
        } catch DecodingError.dataCorrupted(let context) where context.codingPath.isEmpty {
            throw InputError(.fileDamaged, name, "is no JSON, or is cut short", remedy: "copy or export it again")
        } catch {
            throw InputError(
                .formatUnsupported, name, "is JSON, but not a mask",
                remedy:
                    "give {\"size\": [height, width], \"counts\": [...]}, or annotations of one image with such masks "
                    + "or with polygons")
        }
        return try labelMap(document, named: name, limits: limits, imageSize: imageSize)
    }

    private static func labelMap(
        _ document: COCODocument, named name: String, limits: ImageLimits, imageSize: PictureSize?
    ) throws(InputError) -> LabelMap {
        let entries = document.entries
        let images = Set(entries.isEmpty ? document.images.compactMap(\.id) : entries.compactMap(\.image))
        guard images.count <= 1, entries.allSatisfy({ $0.image == entries[0].image }) else {
            let listed = images.map(\.description).sorted().prefix(2).joined(separator: ", ")
            throw InputError(
                .formatUnsupported, name, "has masks of several images (\(listed))",
                remedy: "write a file for each image")
        }
        let listed = document.images.first { $0.id == images.first || document.images.count == 1 }
        var size = try runsSize(entries, named: name)
        if size == nil, let width = listed?.width, let height = listed?.height, width > 0, height > 0 {
            size = PictureSize(width: width, height: height)
        }
        guard let size = size ?? imageSize else {
            throw InputError(
                .formatUnsupported, name, "does not say how large its image is",
                remedy: "write it as a COCO data set, whose images have width and height")
        }
        try limits.check(width: size.width, height: size.height, named: name)
        var labels = [UInt16](repeating: 0, count: size.width * size.height)
        for entry in entries {
            let label = try entry.label(named: name)
            for mask in try entry.masks(size, named: name, limits: limits) { mask.paint(label, into: &labels) }
        }
        return try LabelMap(width: size.width, height: size.height, labels: labels, named: name)
    }

    /// What the run-length masks say, which is what they are counted by; nil where there are none.
    private static func runsSize(
        _ entries: [COCODocument.Entry], named name: String
    ) throws(InputError) -> PictureSize? {
        var size: PictureSize?
        for case .runs(let runs) in entries.map(\.shape) {
            guard runs.size.count == 2, runs.size[0] > 0, runs.size[1] > 0 else {
                throw InputError(
                    .fileDamaged, name, "has a run-length mask of the size \(runs.size)",
                    remedy: "give \"size\" as [height, width]")
            }
            let other = PictureSize(width: runs.size[1], height: runs.size[0])
            if let size, size != other {
                throw InputError(
                    .sizeMismatch, name,
                    "has masks of \(size.width) × \(size.height) and of \(other.width) × \(other.height)",
                    remedy: "give all masks of an image one size")
            }
            size = other
        }
        return size
    }
}

extension COCODocument.Entry {
    fileprivate func label(named name: String) throws(InputError) -> UInt16 {
        guard let category else { return 1 }
        guard let label = category.number.flatMap(UInt16.init(exactly:)), label > 0 else {
            throw InputError(
                .labelUnknown, name, "has the category \(category)", remedy: "number categories from 1 to 65535")
        }
        return label
    }

    /// The mask, or one of each polygon: those of one annotation are united.
    fileprivate func masks(
        _ size: PictureSize, named name: String, limits: ImageLimits
    ) throws(InputError) -> [RunLengthMask] {
        switch shape {
        case .runs(let runs):
            switch runs.counts {
            case .plain(let counts):
                return [
                    try RunLengthMask(
                        counts: counts, width: size.width, height: size.height, named: name, limits: limits)
                ]
            case .compressed(let text):
                return [
                    try RunLengthMask(
                        compressedCounts: text, width: size.width, height: size.height, named: name, limits: limits)
                ]
            }
        case .polygons(let polygons):
            var masks: [RunLengthMask] = []
            for polygon in polygons { masks.append(try RunLengthMask(polygon: polygon, size, named: name)) }
            return masks
        case .unknown:
            throw InputError(
                .formatUnsupported, name, "has a segmentation that is neither run-length nor polygons",
                remedy: "give {\"size\": [height, width], \"counts\": [...]} or [[x, y, x, y, …], …]")
        }
    }
}
