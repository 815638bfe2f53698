import FoundationEssentials
import Imaging

/// Finds the images that the rows of a table are about, in a folder that may have folders. An image is never two rows'.
///
/// Rows name images by path (CheXpert), by name (ChestX-ray8) or by a number (MIMIC-CXR), and the folder may lie
/// anywhere above the images. A row fits an image where their paths agree from their ends on, up to the start of the
/// row's path. Folders at the start may differ only where they say nothing: where all rows have them, or no other row
/// has the name. `view1_frontal.jpg` alone is the name of every patient's image.
struct TableImages {
    /// Whose an image is.
    enum Claim: Equatable {
        case this
        case another
        /// Rows in these lines, which all fit equally.
        case several([Int])
    }

    /// An image that a row may fit.
    struct Match {
        /// Its place among the images.
        let file: Int
        let name: Substring
        /// The row's folders that the image's path does not have, from the first on.
        let unmatched: Int
    }

    private let files: [(path: String, folders: [Substring], depth: Int)]
    private let byName: Candidates
    private let byStem: Candidates
    /// The folders that all rows begin with; nil before the first row.
    private var shared: [Substring]?
    private var rowsOfName: [Substring: Int] = [:]
    private var matches: [Int: [(line: Int, match: Match)]] = [:]

    init(_ tree: FileTree) {
        let root = AbsolutePaths.path(tree.root, in: FileManager.default.currentDirectoryPath).split(separator: "/")
        let pictures = tree.files.filter { FolderListing.isPicture(lastPart(of: $0)) }
        files = pictures.map { file in
            let parts = file.split(separator: "/")
            return (joined(tree.root, file), root + parts.dropLast(), parts.count - 1)
        }
        var byName = Candidates()
        var byStem = Candidates()
        for (index, file) in files.enumerated() {
            let name = lastPart(of: pictures[index])
            byName.add(index, name: name, file.folders, depth: file.depth)
            byStem.add(index, name: FileStem(of: name, droppingSuffixes: []).text, file.folders, depth: file.depth)
        }
        (self.byName, self.byStem) = (byName, byStem)
    }

    func path(_ file: Int) -> String { files[file].path }

    /// Nil where no image may fit. Remembers the row, fitting or not.
    /// - Throws: ``InputError`` where the row fits several images.
    mutating func match(_ id: String) throws(InputError) -> Match? {
        let parts = id.split(separator: "/")
        guard let name = parts.last else { return nil }
        let folders = Array(parts.dropLast())
        shared = shared.map { Array(zip($0, folders).prefix { $0 == $1 }.map(\.0)) } ?? folders
        rowsOfName[name, default: 0] += 1
        let stem = FileStem(of: String(name), droppingSuffixes: []).text
        for (candidates, key) in [(byName, String(name)), (byStem, stem), (byStem, String(name))] {
            let fitting = candidates.named(key, in: folders).compactMap { file -> Match? in
                let common = zip(folders.reversed(), files[file].folders.reversed()).prefix { $0 == $1 }.count
                guard common == folders.count || common >= files[file].depth else { return nil }
                return Match(file: file, name: name, unmatched: folders.count - common)
            }
            guard let first = fitting.first else { continue }
            guard fitting.count == 1 else {
                let listed = fitting.prefix(5).map { path($0.file) }.joined(separator: ", ")
                throw InputError(.pairingFailed, id, "fits several images: \(listed)", remedy: "keep one of them")
            }
            return first
        }
        return nil
    }

    /// Images by name, and where many have the same (`view1_frontal.jpg`) by the last two of their folders too: a row is
    /// held against few of them, however many patients there are.
    private struct Candidates {
        private var all: [String: [Int]] = [:]
        /// Those with no more than one folder below the root, which rows of any folders may fit.
        private var shallow: [String: [Int]] = [:]
        private var deep: [String: [Int]] = [:]

        mutating func add(_ file: Int, name: String, _ folders: [Substring], depth: Int) {
            all[name, default: []].append(file)
            if depth < Self.told {
                shallow[name, default: []].append(file)
            } else {
                deep[Self.key(name, folders), default: []].append(file)
            }
        }

        /// In their order; all that may fit are among them.
        func named(_ name: String, in folders: [Substring]) -> [Int] {
            guard folders.count >= Self.told else { return all[name] ?? [] }
            return ((shallow[name] ?? []) + (deep[Self.key(name, folders)] ?? [])).sorted()
        }

        private static let told = 2

        private static func key(_ name: String, _ folders: [Substring]) -> String {
            (folders.suffix(told) + [name[...]]).joined(separator: "/")
        }
    }

    /// Remembers that a row may fit an image.
    mutating func add(_ match: Match, line: Int) { matches[match.file, default: []].append((line, match)) }

    /// Whether an image is the row's that may fit it, after all rows have been looked at.
    func claim(_ file: Int, by line: Int) -> Claim {
        let fitting = (matches[file] ?? []).filter { _, match in
            match.unmatched <= shared?.count ?? 0 || rowsOfName[match.name] == 1
        }
        let least = fitting.map(\.match.unmatched).min()
        let rows = fitting.filter { $0.match.unmatched == least }.map(\.line)
        guard rows.contains(line) else { return .another }
        return rows.count == 1 ? .this : .several(rows)
    }

    /// The name without extension, and with its folders where it has some, which tell patients apart.
    static func plain(_ id: String) -> String {
        FileStem(of: id.split(separator: "/").joined(separator: "_"), droppingSuffixes: []).text
    }
}
