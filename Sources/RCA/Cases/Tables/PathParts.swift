import Files
import FoundationEssentials
import Imaging

/// The last parts of paths, by which a row of a table finds its image: `view1_frontal.jpg` alone is the name of every
/// patient's in CheXpert, `patient00001/study1/view1_frontal.jpg` is one's.
enum PathParts {
    /// A path's last `count` parts; all of one that has fewer.
    static func last<Path: BidirectionalCollection<UInt8>>(_ count: Int, of path: Path) -> Path.SubSequence {
        var left = count
        var start = path.endIndex
        while start > path.startIndex {
            let before = path.index(before: start)
            if path[before] == UInt8(ascii: "/") {
                left -= 1
                if left == 0 { break }
            }
            start = before
        }
        return path[start...]
    }

    /// A folder's whole path, with a slash behind each part.
    static func root(_ folder: String) -> [UInt8] {
        let path = AbsolutePaths.path(folder, in: FileManager.default.currentDirectoryPath)
        return path.split(separator: "/").filter { $0 != "." }.flatMap { Array($0.utf8) + [UInt8(ascii: "/")] }
    }

    /// How many last parts tell all paths apart that differ.
    /// - Parameter visit: calls its argument with every path.
    static func needed(_ visit: ((UnsafeRawBufferPointer) -> Void) throws(InputError) -> Void) throws(InputError) -> Int
    {
        func distinct(_ count: Int) throws(InputError) -> Int {
            var hashes: [UInt64] = []
            try visit { path in
                hashes.append(FileStem.hash(ofStem: UnsafeRawBufferPointer(rebasing: last(count, of: path))))
            }
            hashes.sort()
            return zip(hashes, hashes.dropFirst()).reduce(hashes.isEmpty ? 0 : 1) { $0 + ($1.0 == $1.1 ? 0 : 1) }
        }
        let all = try distinct(.max)
        for count in 1..<16 where try distinct(count) == all { return count }
        return 16
    }

    /// A path's last parts with the stem of its name: what a mask and its image have in common.
    static func stem(_ count: Int, of path: [UInt8], droppingSuffixes suffixes: [[UInt8]]) -> [UInt8] {
        let parts = last(count, of: path)
        let name = parts.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? parts.startIndex
        return Array(parts[..<name]) + FileStem.stem(of: parts[name...], suffixes)
    }
}
