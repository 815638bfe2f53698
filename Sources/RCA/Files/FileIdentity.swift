import Glibc

/// Which file or folder a path leads to, whatever it is called there: a link, a detour (`./`, `..`) and a bind mount
/// lead to the same.
package struct FileIdentity: Hashable, Sendable {
    package enum Kind { case file, folder, other }

    package let device: UInt64
    package let inode: UInt64
    package let kind: Kind

    /// Nil where the path leads nowhere.
    package init?(path: String) {
        var status = stat()
        guard !path.utf8.contains(0), stat(path, &status) == 0 else { return nil }
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
        kind =
            switch status.st_mode & S_IFMT {
            case S_IFREG: .file
            case S_IFDIR: .folder
            default: .other
            }
    }

    /// Whether two paths lead to one file or folder; false where either leads nowhere.
    package static func areSame(_ first: String, _ second: String) -> Bool {
        guard let identity = FileIdentity(path: first) else { return false }
        return identity == FileIdentity(path: second)
    }

    /// Whether a name is taken, be it by a link that leads nowhere.
    package static func isTaken(_ path: String) -> Bool {
        var status = stat()
        return !path.utf8.contains(0) && lstat(path, &status) == 0
    }

    /// Whether a path is a file itself, and no link to one.
    package static func isRegularFile(_ path: String) -> Bool {
        var status = stat()
        return !path.utf8.contains(0) && lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    /// The folders above a file: as they really are, the nearest first, and those that its path names, by whatever links.
    /// Of a file that is not there, those that are.
    package static func folders(above path: String) -> [FileIdentity] {
        var named: [FileIdentity] = []
        var above = path
        while above != "/", above != "." {
            above = parentFolder(of: above)
            if let identity = FileIdentity(path: above) { named.append(identity) }
        }
        return real(above: path) + named
    }

    private static func real(above path: String) -> [FileIdentity] {
        guard var above = realPath(of: path) else {
            guard path != "/", path != "." else { return [] }
            let parent = parentFolder(of: path)
            return (FileIdentity(path: parent).map { [$0] } ?? []) + Self.real(above: parent)
        }
        var found: [FileIdentity] = []
        while above != "/" {
            above = parentFolder(of: above)
            if let identity = FileIdentity(path: above) { found.append(identity) }
        }
        return found
    }
}
