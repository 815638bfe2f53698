import Cases
import Imaging
import Journal

/// An image that is to be segmented, and where its results go.
struct SegmentationCase: ImageItem {
    let imagePath: String
    /// The name by which the tables call the case: the label map's, or the image's where masks go into a table.
    let fname: String
    /// Nil where masks go into a table.
    let labelPath: String?
    /// Nil where none is asked for.
    let confidencePath: String?

    var paths: [String] { [imagePath] }
    var outputs: [String] { [labelPath, confidencePath].compactMap { $0 } }

    init(imagePath: String, stem: String, request: SegmentationRequest) {
        self.imagePath = imagePath
        let labelMap = stem + SegmentationRequest.labelEnding
        fname = request.writesTable ? lastPart(of: imagePath) : labelMap
        labelPath = request.writesTable ? nil : joined(request.output, labelMap)
        confidencePath =
            request.writesConfidence
            ? joined(
                joined(request.output, SegmentationRequest.confidenceFolder),
                stem + SegmentationRequest.confidenceEnding) : nil
    }

    var key: JournalEntry.Key { JournalEntry.Key(folder: 0, fname: fname) }
}

typealias SegmentationSources = ImageSources<SegmentationCase>

extension ImageSources where Item == SegmentationCase {
    init(_ names: FolderNames, request: SegmentationRequest, places: FileSources) {
        self.init(names, shard: request.shard, places: places) { folder, stem, names in
            let item = SegmentationCase(imagePath: joined(folder, names[0]), stem: stem, request: request)
            guard names.count > 1 else { return Piece(cases: [item]) }
            let error = InputError(
                .pairingFailed, item.imagePath,
                "is one of several images for \(item.fname): \(names.joined(separator: ", "))",
                remedy: "keep one of them")
            let key = JournalEntry.Key(folder: 0, fname: item.fname, unpaired: item.imagePath)
            return Piece(failures: [(key, error)])
        }
    }
}
