import Glibc
import Imaging

/// Read-only memory that reference blocks lie in: a mapped file, or memory of its own.
final class ReferenceMemory: @unchecked Sendable {
    // Sendable by hand: nothing writes to the memory after init.
    private let base: UnsafeRawPointer
    let count: Int
    private let isMapped: Bool
    /// The mapped file, which stays open so that ``isUnchanged`` asks about it even where another has its name by now.
    private let descriptor: Int32
    private let modified: timespec

    /// Maps a file. Pages are read when they are first used and shared with every process that maps it.
    ///
    /// - Throws: ``InputError`` where the file cannot be opened or mapped, or is empty.
    init(mapping path: String) throws(InputError) {
        // Without O_NONBLOCK, opening a pipe would wait for someone to write to it.
        let descriptor = path.utf8.contains(0) ? -1 : open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            let reason = path.utf8.contains(0) ? ENOENT : errno
            throw reason == ENOENT
                ? InputError(.fileMissing, path, "does not exist", remedy: "check the path")
                : InputError(
                    .fileUnreadable, path, "cannot be opened (\(systemMessage(reason)))",
                    remedy: "check its permissions")
        }
        var isKept = false
        defer { if !isKept { close(descriptor) } }
        var status = stat()
        let isKnown = fstat(descriptor, &status) == 0
        guard !isKnown || status.st_mode & S_IFMT != S_IFDIR else {
            throw InputError(
                .fileUnreadable, path, "is a folder, and a bundle is needed",
                remedy: "make one of it with 'rca-cli reference build'")
        }
        guard isKnown, status.st_mode & S_IFMT == S_IFREG else {
            throw InputError(.fileUnreadable, path, "is not a regular file", remedy: "name a bundle or a folder")
        }
        guard status.st_size > 0 else {
            throw InputError(.fileEmpty, path, "is empty (0 bytes)", remedy: "build the bundle again")
        }
        count = Int(status.st_size)
        guard let mapped = mmap(nil, count, PROT_READ, MAP_SHARED, descriptor, 0), mapped != MAP_FAILED else {
            throw InputError(
                .fileUnreadable, path, "cannot be mapped into memory (\(systemMessage(errno)))",
                remedy: "copy it to a local disk")
        }
        base = UnsafeRawPointer(mapped)
        isMapped = true
        self.descriptor = descriptor
        modified = status.st_mtim
        isKept = true
    }

    /// Holds blocks one after another, each from a multiple of `stride`.
    init(blocks: [[UInt8]], stride: Int) {
        count = blocks.count * stride
        let memory = UnsafeMutableRawPointer.allocate(byteCount: max(count, 1), alignment: 64)
        for (index, block) in blocks.enumerated() {
            block.withUnsafeBytes { (memory + index * stride).copyMemory(from: $0.baseAddress!, byteCount: $0.count) }
        }
        base = UnsafeRawPointer(memory)
        isMapped = false
        descriptor = -1
        modified = timespec()
    }

    deinit {
        if isMapped {
            munmap(UnsafeMutableRawPointer(mutating: base), count)
            close(descriptor)
        } else {
            base.deallocate()
        }
    }

    /// Whether nobody has written to the mapped file since it was opened: what is written to it shows in the memory.
    var isUnchanged: Bool {
        guard isMapped else { return true }
        var status = stat()
        return fstat(descriptor, &status) == 0 && status.st_size == count
            && status.st_mtim.tv_sec == modified.tv_sec && status.st_mtim.tv_nsec == modified.tv_nsec
    }

    func bytes(at offset: Int, count: Int) -> [UInt8] { Array(buffer(at: offset, count: count)) }

    func buffer(at offset: Int, count: Int) -> UnsafeRawBufferPointer {
        precondition(offset >= 0 && count >= 0 && offset + count <= self.count, "outside the memory")
        return UnsafeRawBufferPointer(start: base + offset, count: count)
    }

    /// - Precondition: `offset` is a multiple of 4.
    func floats(at offset: Int, count: Int) -> FloatStorage {
        let buffer = buffer(at: offset, count: 4 * count)
        return FloatStorage(owner: self, base: buffer.baseAddress!.assumingMemoryBound(to: Float.self), count: count)
    }
}
