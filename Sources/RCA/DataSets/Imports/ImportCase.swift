import Imaging
import Scoring

/// An image with its outlines, as a data set has them; nothing of it is read yet.
struct ImportCase: Sendable {
    /// What the result is called, without an extension.
    let id: String
    let image: Picture
    /// None yet where they are in a table (``ImportListing/rows``).
    var outlines: [Outline]
    /// The line of the table that it is in, where it is in one.
    var line: Int?

    enum Picture: Sendable {
        /// Any format that images are read from.
        case file(String)
        /// A JSRT radiograph.
        case radiograph(String)

        var path: String {
            switch self {
            case .file(let path), .radiograph(let path): path
            }
        }
    }

    /// A part of a structure: one lung, or all of it.
    struct Outline: Sendable {
        /// What the data set calls it.
        let part: String
        /// Its structure's place in the list.
        let structure: Int
        let shape: Shape
    }

    enum Shape: Sendable {
        /// A file in which anything but 0 is the part.
        case binaryMask(String)
        /// A label map in which one structure of the list is the part; it may have no labels but those of the list.
        case label(String, Structure, of: StructureList)
        case runs(String, width: Int, height: Int, name: String)
        /// Points on an image of this size; nil for the size of the case's own.
        case polygons([Polygon], side: (width: Int, height: Int)?, name: String)

        /// The file or row, for messages.
        var name: String {
            switch self {
            case .binaryMask(let path), .label(let path, _, _): path
            case .runs(_, _, _, let name), .polygons(_, _, let name): name
            }
        }
    }
}

/// What did not become a reference, and why.
public struct ImportLeftOut: Sendable, Equatable {
    public let id: String
    /// A line for a person, which names the file.
    public let problem: String
    /// The kind of failure, or `not asked for`.
    public let kind: String
    /// Whether something is wrong, rather than not asked for or known to be missing from the data set.
    public let isFailure: Bool

    static func failure(_ id: String, _ error: InputError) -> Self {
        Self(id: id, problem: error.description, kind: error.code.rawValue, isFailure: true)
    }

    static func notAskedFor(_ id: String, _ problem: String) -> Self {
        Self(id: id, problem: problem, kind: "not asked for", isFailure: false)
    }
}

/// What a data set holds, before anything of it is read.
struct ImportListing: Sendable {
    var cases: [ImportCase] = []
    var leftOut: [ImportLeftOut] = []
    /// What the complete data set holds, where that is known: `247 radiographs`.
    var expected: (count: Int, text: String)?
    let origin: ImportOrigin
    /// Where the outlines of the cases are read from, where that is a table.
    var rows: CheXmaskRows?

    init(_ origin: ImportOrigin) { self.origin = origin }
}
