import Cases
import Imaging
import Journal

/// An image that is to be segmented, and where its results go.
struct SegmentationCase: FileHolding, Sendable {
    let imagePath: String
    /// The label map's file name, by which the tables call the case.
    let fname: String
    let labelPath: String
    /// Nil where none is asked for.
    let confidencePath: String?

    var paths: [String] { [imagePath] }
    var outputs: [String] { [labelPath] + (confidencePath.map { [$0] } ?? []) }

    init(imagePath: String, stem: String, request: SegmentationRequest) {
        self.imagePath = imagePath
        fname = stem + SegmentationRequest.labelEnding
        labelPath = joined(request.output, fname)
        confidencePath =
            request.writesConfidence
            ? joined(
                joined(request.output, SegmentationRequest.confidenceFolder),
                stem + SegmentationRequest.confidenceEnding) : nil
    }

    var key: JournalEntry.Key { JournalEntry.Key(folder: 0, fname: fname) }
}

/// The images of a shard, listed piece by piece so that memory does not grow with their number.
struct SegmentationSources: WorkSources {
    private static let pieceSize = 2_000
    /// As ``pieceSize``, where archives are read: each piece reads through them once more.
    private static let archivePieceSize = 200_000

    /// A piece: what can be segmented, and the names that cannot.
    struct Piece {
        var cases: [SegmentationCase] = []
        var failures: [(key: JournalEntry.Key, error: InputError)] = []
    }

    let imageCount: Int
    var expectedCount: Int { imageCount }
    private(set) var isAtEnd = false
    private var names: FolderNames
    private let request: SegmentationRequest
    private var hasBegun = false
    private let piece: Int

    init(_ names: FolderNames, request: SegmentationRequest, hasArchives: Bool) {
        piece = hasArchives ? Self.archivePieceSize : Self.pieceSize
        self.names = names
        self.request = request
        imageCount = names.count
    }

    /// The next images in the order of their stems; nil behind the last.
    mutating func next() throws(InputError) -> Piece? {
        guard !isAtEnd else { return nil }
        var piece = Piece()
        if !hasBegun {
            for name in names.invalidNames {
                let path = joined(names.path, name)
                piece.failures.append(
                    (
                        JournalEntry.Key(folder: 0, fname: name, unpaired: path),
                        InputError(
                            .pairingFailed, path, "the name is not UTF-8 (shown with \u{FFFD} for what is not)",
                            remedy: "rename the file")
                    ))
            }
        }
        hasBegun = true
        for _ in 0..<self.piece {
            guard let stem = names.nextStem else {
                isAtEnd = true
                break
            }
            let text = FileStem(stem).text
            let found = try names.takeNames()
            let item = SegmentationCase(
                imagePath: joined(names.path, found.first ?? ""), stem: text, request: request)
            if found.count == 1 {
                piece.cases.append(item)
            } else {
                let error = InputError(
                    .pairingFailed, item.imagePath,
                    "is one of several images for \(item.fname): \(found.joined(separator: ", "))",
                    remedy: "keep one of them")
                piece.failures.append((JournalEntry.Key(folder: 0, fname: item.fname, unpaired: item.imagePath), error))
            }
        }
        return piece
    }

    static func candidates(_ piece: Piece) -> [(key: JournalEntry.Key, files: [String])] {
        piece.cases.map { ($0.key, [$0.imagePath]) }
    }
}
