#if Archive
import CArchive
import Glibc
import Imaging
import TestSupport

/// An archive written by libarchive's own writer.
enum WrittenArchive {
    enum Form: String, CaseIterable, Sendable {
        case tar = "ustar.tar"
        case pax = "pax.tar"
        case gnu = "gnu.tar"
        case gzip = "tar.gz"
        case paxGzip = "pax.tar.gz"
        case zstandard = "tar.zst"
        case xz = "tar.xz"
        case bzip2 = "tar.bz2"
        case zip = "zip"
        case storedZip = "stored.zip"
    }

    struct Failure: Error { let message: String }

    static func bytes(_ form: Form, _ files: [(name: String, bytes: [UInt8])], password: String? = nil) throws
        -> [UInt8]
    {
        // The writer takes names by the locale; that of tests is C.
        let earlier = uselocale(newlocale(LC_CTYPE_MASK, "C.UTF-8", nil))
        defer { freelocale(uselocale(earlier)) }
        let folder = try TemporaryFolder()
        let path = folder.file("archive")
        let writer = archive_write_new()
        defer { archive_write_free(writer) }
        switch form {
        case .tar: archive_write_set_format_ustar(writer)
        case .gnu: archive_write_set_format_gnutar(writer)
        case .zip, .storedZip: archive_write_set_format_zip(writer)
        default: archive_write_set_format_pax(writer)
        }
        switch form {
        case .gzip, .paxGzip: archive_write_add_filter_gzip(writer)
        case .zstandard: archive_write_add_filter_zstd(writer)
        case .xz: archive_write_add_filter_xz(writer)
        case .bzip2: archive_write_add_filter_bzip2(writer)
        default: break
        }
        if form == .storedZip { archive_write_set_options(writer, "zip:compression=store") }
        archive_write_set_options(writer, "hdrcharset=UTF-8")
        if let password {
            archive_write_set_options(writer, "zip:encryption=zipcrypt")
            archive_write_set_passphrase(writer, password)
        }
        guard archive_write_open_filename(writer, path) == ARCHIVE_OK else { throw failure(writer) }
        for file in files {
            let entry = archive_entry_new()
            defer { archive_entry_free(entry) }
            archive_entry_set_pathname_utf8(entry, file.name)
            archive_entry_set_size(entry, Int64(file.bytes.count))
            archive_entry_set_filetype(entry, UInt32(0o100000))
            archive_entry_set_perm(entry, 0o644)
            archive_entry_set_mtime(entry, 1_700_000_000, 123_456_789)
            guard archive_write_header(writer, entry) >= ARCHIVE_WARN else { throw failure(writer) }
            guard archive_write_data(writer, file.bytes, file.bytes.count) == file.bytes.count else {
                throw failure(writer)
            }
        }
        guard archive_write_close(writer) == ARCHIVE_OK else { throw failure(writer) }
        return try InputFile.read(at: path)
    }

    private static func failure(_ writer: OpaquePointer?) -> Failure {
        Failure(message: archive_error_string(writer).map { String(cString: $0) } ?? "libarchive failed")
    }
}
#endif
