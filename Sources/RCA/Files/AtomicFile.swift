import Glibc

/// A file that appears under its name complete, or not at all.
///
/// Bytes go to a hidden temporary file in the same folder, which ``commit(whenWhole:)`` forces to disk and renames over
/// `path`; whatever stood there before stays whole until then. Without a commit the temporary file is removed
/// and nothing has changed.
///
///     try AtomicFile.write("fname,dice\n".utf8, to: "scores.csv")
///
///     var file = try AtomicFile(at: "rows.csv")
///     for row in rows { try file.append(row.utf8) }
///     try file.commit()
///
/// A symbolic link is followed. A device or pipe (`/dev/stdout`) cannot be renamed over and is written to
/// directly. Appending is not buffered: append in pieces of kilobytes.
package struct AtomicFile: ~Copyable {
    /// The name as the caller gave it, for errors.
    private let path: String
    private let destination: String
    /// Nil where `destination` is a device or pipe.
    private let temporary: String?
    private var descriptor: Int32

    /// Opens a temporary file beside `path`; permissions follow the process's umask.
    ///
    /// - Throws: ``InputError`` with the code `outputUnwritable`, as every function here.
    package init(at path: String) throws(InputError) {
        var status = stat()
        guard !path.isEmpty, !path.utf8.contains(0) else { throw Self.unwritable(path, ENOENT) }
        let exists = stat(path, &status) == 0
        let kind = status.st_mode & S_IFMT
        guard !exists || kind != S_IFDIR else { throw Self.unwritable(path, EISDIR) }
        let isStream = exists && kind != S_IFREG
        let target = isStream ? path : Self.resolved(path)
        // A name of its own length: the target's may be as long as the file system allows.
        let hidden = joined(
            parentFolder(of: target), ".\(String(UInt64.random(in: .min ... .max), radix: 36)).partial")
        let opened =
            isStream
            ? open(path, O_WRONLY | O_CLOEXEC) : open(hidden, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard opened >= 0 else { throw Self.unwritable(path, errno) }
        self.path = path
        destination = target
        temporary = isStream ? nil : hidden
        descriptor = opened
    }

    deinit {
        guard descriptor >= 0 else { return }
        close(descriptor)
        if let temporary { unlink(temporary) }
    }

    /// Writes `bytes` behind what was appended before.
    /// - Throws: ``InputError`` (`output unwritable`), a full disk for one.
    package mutating func append(_ bytes: some Collection<UInt8>) throws(InputError) {
        let failure =
            bytes.withContiguousStorageIfAvailable { writeAll($0) }
            ?? Array(bytes).withUnsafeBufferPointer { writeAll($0) }
        guard failure == 0 else { throw Self.unwritable(path, failure) }
    }

    /// Makes the file appear under its name with all that was appended.
    ///
    /// - Parameter whenWhole: called with the path of the whole file before it gets its name; where it throws, nothing
    ///   has changed. Not called for a device or pipe.
    /// - Throws: ``InputError`` (`output unwritable`), and what `whenWhole` throws.
    package consuming func commit(
        whenWhole: (_ hidden: String) throws(InputError) -> Void = { _ in }
    ) throws(InputError) {
        // Pipes and some devices have nothing to synchronise, and say so with EINVAL.
        guard fsync(descriptor) == 0 || errno == EINVAL || errno == ENOTSUP else { throw Self.unwritable(path, errno) }
        guard let temporary else { return }
        try whenWhole(temporary)
        guard rename(temporary, destination) == 0 else { throw Self.unwritable(path, errno) }
        close(descriptor)
        descriptor = -1
    }

    /// Writes a whole file.
    /// - Throws: ``InputError`` (`output unwritable`).
    package static func write(_ bytes: some Collection<UInt8>, to path: String) throws(InputError) {
        var file = try AtomicFile(at: path)
        try file.append(bytes)
        try file.commit()
    }

    /// Zero, or the error number of the write that failed.
    private func writeAll(_ bytes: UnsafeBufferPointer<UInt8>) -> Int32 {
        var rest = UnsafeRawBufferPointer(bytes)
        while !rest.isEmpty {
            let written = writeBytes(descriptor, rest.baseAddress, rest.count)
            if written >= 0 {
                rest = UnsafeRawBufferPointer(rebasing: rest[written...])
            } else if errno != EINTR {
                return errno
            }
        }
        return 0
    }

    /// Where a path leads, also by a link to what is not there yet.
    private static func resolved(_ path: String) -> String {
        var path = path
        // As many links as the system follows.
        for _ in 0..<40 {
            if let real = realPath(of: path) { return real }
            var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
            let length = readlink(path, &buffer, buffer.count)
            guard length > 0, length < buffer.count else { return path }
            let target = String(decoding: buffer[..<length].map(UInt8.init(bitPattern:)), as: UTF8.self)
            path = target.hasPrefix("/") ? target : joined(parentFolder(of: path), target)
        }
        return path
    }

    private static func unwritable(_ path: String, _ code: Int32) -> InputError {
        if code == ENAMETOOLONG {
            return InputError(
                .outputNameTooLong, path, "cannot be written (the name is too long)", remedy: "shorten the input's name"
            )
        }
        let (problem, remedy) =
            switch code {
            case ENOENT where access(parentFolder(of: path), F_OK) == 0:
                ("its folder takes no files", "choose another folder")
            case ENOENT, ENOTDIR: ("its folder does not exist", "create the folder first")
            case EISDIR: ("is a folder", "name a file")
            case EACCES, EPERM: ("permission denied", "choose a folder this user may write to")
            case ENOSPC, EDQUOT: ("no space left", "free space, or choose another folder")
            case EROFS: ("the file system is read-only", "choose another folder")
            default: (systemMessage(code), "choose another folder")
            }
        return InputError(.outputUnwritable, path, "cannot be written (\(problem))", remedy: remedy)
    }
}

// Inside AtomicFile the bare name `write` means its own function.
private func writeBytes(_ descriptor: Int32, _ start: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, start, count)
}
