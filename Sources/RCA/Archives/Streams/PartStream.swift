import Glibc
import Imaging

/// The joined bytes of an archive's parts, a block at a time; one part is open at any moment.
final class PartStream {
    let parts: ArchiveParts
    private let block = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
    private var blockStart = 0
    private var blockCount = 0
    private var descriptor: Int32 = -1
    private var openPart = -1
    /// Of the next byte that ``next()`` gives.
    private(set) var position = 0

    init(_ parts: ArchiveParts) { self.parts = parts }

    deinit {
        block.deallocate()
        if descriptor >= 0 { close(descriptor) }
    }

    func seek(to position: Int) { self.position = min(max(position, 0), parts.bytes) }

    /// The bytes that come next, as many as are at hand: none at the end. They stay until the next call.
    func next() throws(InputError) -> UnsafeRawBufferPointer {
        if position < blockStart || position >= blockStart + blockCount { try fill() }
        let start = position - blockStart
        let bytes = UnsafeRawBufferPointer(rebasing: block[start..<blockCount])
        position = blockStart + blockCount
        return bytes
    }

    private func fill() throws(InputError) {
        blockStart = position
        blockCount = 0
        guard position < parts.bytes else { return }
        let part = parts.part(at: position)
        try open(part)
        let offset = position - part.start
        let wanted = min(block.count, part.bytes - offset)
        while blockCount < wanted {
            let received = pread(
                descriptor, block.baseAddress! + blockCount, wanted - blockCount, off_t(offset + blockCount))
            if received > 0 {
                blockCount += received
            } else if received == 0 {
                throw InputError(
                    .fileDamaged, part.path, "has become shorter while it was read",
                    remedy: "leave it alone, and start again")
            } else if errno != EINTR {
                throw InputError(
                    .fileUnreadable, part.path,
                    "cannot be read at byte \(offset + blockCount) (\(systemMessage(errno)))",
                    remedy: "check the disk")
            }
        }
    }

    private func open(_ part: ArchiveParts.Part) throws(InputError) {
        guard openPart != part.start else { return }
        if descriptor >= 0 { close(descriptor) }
        openPart = -1
        descriptor = Glibc.open(part.path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw InputError(
                .fileUnreadable, part.path, "cannot be opened (\(systemMessage(errno)))",
                remedy: "check the file and its permissions")
        }
        openPart = part.start
    }
}
