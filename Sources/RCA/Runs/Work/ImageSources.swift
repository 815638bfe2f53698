import Cases
import Imaging
import Journal

/// An image that is a case by itself.
protocol ImageItem: FileHolding, Sendable {
    var imagePath: String { get }
    var key: JournalEntry.Key { get }
}

extension ImageItem {
    var paths: [String] { [imagePath] }
}

/// The images of a shard, listed piece by piece so that memory does not grow with their number.
struct ImageSources<Item: ImageItem>: WorkSources {
    private static var pieceSize: Int { 2_000 }
    /// As ``pieceSize``, where archives are read: each piece reads through them once more.
    private static var archivePieceSize: Int { 200_000 }

    /// A piece: what can be worked off, and the names that cannot.
    struct Piece {
        var cases: [Item] = []
        var failures: [(key: JournalEntry.Key, error: InputError)] = []
    }

    let imageCount: Int
    var expectedCount: Int { imageCount }
    var notes: [String] { names.note.map { [$0] } ?? [] }
    var listed: ListedFiles { names.listed }
    private(set) var isAtEnd = false
    private var names: FolderNames
    private let shard: Shard
    private let places: FileSources
    private let items: @Sendable (_ folder: String, _ stem: String, _ names: [String]) -> Piece
    private var hasBegun = false

    /// - Parameter items: makes the cases of the files of one stem, of which there is one at least.
    init(
        _ names: FolderNames, shard: Shard, places: FileSources,
        items: @escaping @Sendable (_ folder: String, _ stem: String, _ names: [String]) -> Piece
    ) {
        self.names = names
        self.shard = shard
        self.places = places
        self.items = items
        imageCount = names.count
    }

    /// The next images in the order of their stems; nil behind the last.
    mutating func next() throws(InputError) -> Piece? {
        guard !isAtEnd else { return nil }
        var piece = Piece()
        if !hasBegun { piece.failures = unreadableNames + (shard.index == 1 ? damages : []) }
        hasBegun = true
        for _ in 0..<(places.hasArchives ? Self.archivePieceSize : Self.pieceSize) {
            guard let stem = names.nextStem else {
                isAtEnd = true
                break
            }
            let text = FileStem(stem).text
            let made = items(names.path, text, try names.takeNames())
            piece.cases += made.cases
            piece.failures += made.failures
        }
        return piece
    }

    private var unreadableNames: [(key: JournalEntry.Key, error: InputError)] {
        names.invalidNames.map { name in
            let path = joined(names.path, name)
            return (JournalEntry.Key(folder: 0, fname: name, unpaired: path), ImageFolder.invalidName(path))
        }
    }

    /// A failure for each archive that is damaged: the files behind are unknown.
    private var damages: [(key: JournalEntry.Key, error: InputError)] {
        places.damages(names.path).map {
            (JournalEntry.Key(folder: 0, fname: lastPart(of: $0.subject), unpaired: $0.subject), $0)
        }
    }

    static func candidates(_ piece: Piece) -> [(key: JournalEntry.Key, files: [String])] {
        piece.cases.map { ($0.key, [$0.imagePath]) }
    }
}

extension PendingWork {
    /// The images of a piece that are left to do. What cannot be done goes into the journal at once.
    ///
    /// - Parameter stands: whether an entry is of an image as it is, and what was made of it is there; counts files that
    ///   somebody has changed since they were written.
    mutating func left<Item>(
        _ piece: ImageSources<Item>.Piece, unless stands: (JournalEntry, Item, inout Int) -> Bool
    ) throws(InputError) -> [Item] {
        for failure in piece.failures { try fail(failure.key, failure.error) }
        var left: [Item] = []
        var changed = 0
        for item in piece.cases {
            if try isLeft(item.key, unless: { stands($0, item, &changed) }) { left.append(item) }
        }
        changedCount += changed
        return left
    }
}
