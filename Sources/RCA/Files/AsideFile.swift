import Glibc

/// Files that are in the way, and stay: they may be hours of work.
package enum AsideFile {
    /// Renames a file to the first free name, `NAME.old-1` and on.
    ///
    /// - Returns: the new name.
    /// - Throws: ``InputError`` (`output unwritable`).
    package static func rename(_ path: String) throws(InputError) -> String {
        for number in 1... {
            let aside = "\(path).old-\(number)"
            // Unlike a rename, a link never takes the place of another file.
            if link(path, aside) == 0 {
                unlink(path)
                return aside
            }
            if errno == EEXIST { continue }
            guard Glibc.rename(path, aside) == 0 else {
                throw InputError(
                    .outputUnwritable, path, "cannot be set aside (\(systemMessage(errno)))",
                    remedy: "choose another output folder")
            }
            return aside
        }
        preconditionFailure("there are more numbers than files")
    }
}
