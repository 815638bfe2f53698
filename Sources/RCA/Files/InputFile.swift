import Glibc

/// Files that a person gave the program, read whole.
package enum InputFile {
    /// What some programs begin a text in UTF-8 with.
    package static let byteOrderMark: [UInt8] = [0xef, 0xbb, 0xbf]

    /// The bytes of the regular file at `path`.
    ///
    /// - Parameter maximumBytes: a longer file is refused before memory is taken for it.
    /// - Throws: ``InputError`` with the code `fileMissing`; `fileUnreadable` for a folder, a device, a file
    ///   without permission or above `maximumBytes`; `fileEmpty` for a file of no bytes.
    package static func read(at path: String, maximumBytes: Int = 1 << 32) throws(InputError) -> [UInt8] {
        try read(at: path, maximumBytes: maximumBytes, first: .max)
    }

    /// The first `first` bytes of the file at `path`, or all of a shorter one.
    package static func read(at path: String, maximumBytes: Int, first: Int) throws(InputError) -> [UInt8] {
        let (descriptor, size) = try opened(path)
        defer { close(descriptor) }
        guard size <= maximumBytes else {
            throw unreadable(path, "has \(size) bytes, above the limit of \(maximumBytes)", remedy: "check the file")
        }
        return try bytes(descriptor, count: min(size, first), path)
    }

    /// The regular file at `path`, opened, and its size.
    static func opened(_ path: String) throws(InputError) -> (descriptor: Int32, size: Int) {
        let descriptor = path.utf8.contains(0) ? -1 : open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw openFailure(path) }
        do throws(InputError) {
            var status = stat()
            guard fstat(descriptor, &status) == 0 else {
                throw unreadable(path, "cannot be read (\(systemMessage(errno)))")
            }
            guard status.st_mode & S_IFMT != S_IFDIR else {
                throw unreadable(path, "is a folder", remedy: "name a file in it")
            }
            guard status.st_mode & S_IFMT == S_IFREG else {
                throw unreadable(path, "is not a regular file", remedy: "copy its contents to a file")
            }
            guard status.st_size > 0 else {
                throw InputError(.fileEmpty, path, "is empty (0 bytes)", remedy: "copy or export it again")
            }
            return (descriptor, Int(status.st_size))
        } catch {
            close(descriptor)
            throw error
        }
    }

    /// The next bytes; fewer than `count` at the end of the file.
    fileprivate static func bytes(_ descriptor: Int32, count: Int, _ path: String) throws(InputError) -> [UInt8] {
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, count in
            while count < buffer.count {
                let received = readBytes(descriptor, buffer.baseAddress! + count, buffer.count - count)
                if received > 0 {
                    count += received
                } else if received == 0 {
                    break
                } else if errno != EINTR {
                    failure = errno
                    break
                }
            }
        }
        guard failure == 0 else { throw unreadable(path, "cannot be read (\(systemMessage(failure)))") }
        return bytes
    }

    private static func openFailure(_ path: String) -> InputError {
        let code = path.utf8.contains(0) ? ENOENT : errno
        return switch code {
        case ENOENT, ENOTDIR:
            InputError(.fileMissing, path, "does not exist", remedy: "check the path")
        case EACCES, EPERM:
            unreadable(path, "may not be read (permission denied)", remedy: "give this user permission to read it")
        default:
            unreadable(path, "cannot be opened (\(systemMessage(code)))")
        }
    }

    static func unreadable(_ path: String, _ problem: String, remedy: String? = nil) -> InputError {
        InputError(.fileUnreadable, path, problem, remedy: remedy ?? "check the disk and the path")
    }
}

/// A file that a person gave the program, read piece by piece: of any size.
package final class InputFileStream {
    private let path: String
    private let descriptor: Int32

    /// - Throws: ``InputError`` as ``InputFile/read(at:maximumBytes:)``, but for a limit.
    package init(_ path: String) throws(InputError) {
        self.path = path
        descriptor = try InputFile.opened(path).descriptor
    }

    deinit { close(descriptor) }

    /// The next bytes; fewer than `count` at the end of the file, and none behind it.
    package func next(_ count: Int) throws(InputError) -> [UInt8] {
        try InputFile.bytes(descriptor, count: count, path)
    }
}

// Inside InputFile the bare name `read` means its own function.
private func readBytes(_ descriptor: Int32, _ start: UnsafeMutableRawPointer, _ count: Int) -> Int {
    read(descriptor, start, count)
}

/// The system's words for an error number, lower case as in the middle of a sentence.
package func systemMessage(_ code: Int32) -> String {
    String(cString: strerror(code)).lowercased()
}
