#if Archive
import CArchive
import Glibc
import Imaging

/// What libarchive reads from: the parts as they are, or what zlib makes of them.
///
/// libarchive calls back from C, where nothing can be thrown: an error waits here until the call has returned.
final class ArchiveFeed {
    enum Bytes {
        case parts(PartStream)
        case gzip(GzipStream)
    }

    let bytes: Bytes
    private(set) var error: InputError?

    init(_ bytes: Bytes) { self.bytes = bytes }

    /// Makes `archive` read from here; this has to outlive it.
    func attach(to archive: OpaquePointer) {
        archive_read_set_callback_data(archive, Unmanaged.passUnretained(self).toOpaque())
        archive_read_set_read_callback(archive) { _, feed, start in ArchiveFeed.of(feed).read(start) }
        guard case .parts = bytes else { return }
        archive_read_set_skip_callback(archive) { _, feed, count in ArchiveFeed.of(feed).skip(count) }
        archive_read_set_seek_callback(archive) { _, feed, offset, whence in
            ArchiveFeed.of(feed).seek(offset, whence)
        }
    }

    private static func of(_ pointer: UnsafeMutableRawPointer?) -> ArchiveFeed {
        Unmanaged<ArchiveFeed>.fromOpaque(pointer!).takeUnretainedValue()
    }

    private func read(_ start: UnsafeMutablePointer<UnsafeRawPointer?>?) -> Int {
        do throws(InputError) {
            let block =
                switch bytes {
                case .parts(let stream): try stream.next()
                case .gzip(let stream): try stream.next()
                }
            start?.pointee = block.baseAddress
            return block.count
        } catch {
            self.error = error
            return -1
        }
    }

    private func skip(_ count: Int64) -> Int64 {
        guard case .parts(let stream) = bytes else { return 0 }
        let from = stream.position
        stream.seek(to: from + Int(count))
        return Int64(stream.position - from)
    }

    private func seek(_ offset: Int64, _ whence: Int32) -> Int64 {
        guard case .parts(let stream) = bytes else { return Int64(ARCHIVE_FATAL) }
        let base =
            switch whence {
            case SEEK_SET: 0
            case SEEK_CUR: stream.position
            default: stream.parts.bytes
            }
        stream.seek(to: base + Int(offset))
        return Int64(stream.position)
    }
}
#endif
