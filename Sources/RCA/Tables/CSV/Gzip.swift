import CZlib
package import Imaging

/// Files compressed by gzip (RFC 1952), through zlib. The only file of this layer with unsafe pointers.
package enum Gzip {
    /// Whether the bytes begin as such a file does.
    package static func isCompressed(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x1f, 0x8b]) }

    /// The bytes of all members, one after the other, as `gzip -d` gives them.
    ///
    /// Unpacks twice: first into a small buffer, only to count, so that a file of kilobytes that unpacks to
    /// terabytes is refused before memory is taken for it. Zeros behind the last member are passed over.
    /// - Parameter maximumBytes: of the unpacked bytes.
    /// - Throws: `InputError` (`fileUnreadable`) above the limit, (`fileDamaged`) where the data end early, a
    ///   checksum is wrong, or something else follows.
    package static func decompress(
        _ bytes: [UInt8], source: String, maximumBytes: Int
    ) throws(InputError) -> [UInt8] {
        var total = 0
        var scratch = [UInt8](repeating: 0, count: 1 << 16)
        try inflate(bytes, source) { (stream: inout z_stream) throws(InputError) in
            let (status, written) = step(&stream, &scratch, from: 0)
            total += written
            guard total <= maximumBytes else {
                throw InputError(
                    .fileUnreadable, source, "unpacks to more than \(maximumBytes) bytes",
                    remedy: "check the file: a table of scores is smaller")
            }
            return status
        }
        // One more, so that there is room to see the end of the stream.
        var result = [UInt8](repeating: 0, count: total + 1)
        var position = 0
        try inflate(bytes, source) { (stream: inout z_stream) throws(InputError) in
            let (status, written) = step(&stream, &result, from: position)
            position += written
            return status
        }
        result.removeLast(result.count - position)
        return result
    }

    private static func step(_ stream: inout z_stream, _ buffer: inout [UInt8], from start: Int) -> (Int32, Int) {
        buffer.withUnsafeMutableBufferPointer { buffer in
            let room = min(buffer.count - start, Int(UInt32.max))
            stream.next_out = buffer.baseAddress! + start
            stream.avail_out = UInt32(room)
            let status = CZlib.inflate(&stream, Z_NO_FLUSH)
            return (status, room - Int(stream.avail_out))
        }
    }

    /// Feeds every member to `step`, which makes room for output and calls zlib once.
    private static func inflate(
        _ bytes: [UInt8], _ source: String, _ step: (inout z_stream) throws(InputError) -> Int32
    ) throws(InputError) {
        var stream = z_stream()
        // 16 more than the largest window: a gzip header is asked for.
        let begun = inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard begun == Z_OK else { throw damaged(source, "cannot be unpacked (memory is short)") }
        defer { inflateEnd(&stream) }
        var position = 0
        while position < bytes.count {
            guard bytes[position...].starts(with: [0x1f, 0x8b]) else {
                if position > 0, bytes[position...].allSatisfy({ $0 == 0 }) { return }
                throw damaged(source, "something else follows the gzip data")
            }
            position += try member(bytes[position...], &stream, source, step)
            inflateReset(&stream)
        }
    }

    /// Unpacks one member, and returns how many bytes it took.
    private static func member(
        _ bytes: ArraySlice<UInt8>, _ stream: inout z_stream, _ source: String,
        _ step: (inout z_stream) throws(InputError) -> Int32
    ) throws(InputError) -> Int {
        let outcome = bytes.withUnsafeBufferPointer { input -> Result<Int, InputError> in
            do throws(InputError) {
                var fed = 0
                while true {
                    let piece = min(input.count - fed, 1 << 30)
                    stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress! + fed)
                    stream.avail_in = UInt32(piece)
                    let status = try step(&stream)
                    let taken = piece - Int(stream.avail_in)
                    fed += taken
                    if status == Z_STREAM_END { return .success(fed) }
                    if status == Z_BUF_ERROR || (status == Z_OK && fed == input.count && stream.avail_out > 0) {
                        return .failure(damaged(source, "the gzip data end early"))
                    }
                    guard status == Z_OK else { return .failure(damaged(source, "the gzip data are damaged")) }
                }
            } catch {
                return .failure(error)
            }
        }
        return try outcome.get()
    }

    fileprivate static func damaged(_ source: String, _ problem: String) -> InputError {
        InputError(.fileDamaged, source, problem, remedy: "copy or compress it again")
    }
}

/// Unpacks a gzip file that comes in pieces.
final class GzipUnpacker {
    private let source: String
    private let stream: UnsafeMutablePointer<z_stream>
    private var room = [UInt8](repeating: 0, count: 1 << 18)
    private var isWithinMember = false

    /// - Throws: ``InputError`` where memory is short.
    init(source: String) throws(InputError) {
        self.source = source
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        guard inflateInit2_(stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            throw Gzip.damaged(source, "cannot be unpacked (memory is short)")
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// Appends what a piece unpacks to.
    /// - Throws: ``InputError`` (`fileDamaged`) where the data are wrong, or something else follows them.
    func unpack(_ bytes: [UInt8], into result: inout [UInt8]) throws(InputError) {
        var position = 0
        var isFull = false
        while position < bytes.count || isFull {
            if !isWithinMember, bytes[position...].allSatisfy({ $0 == 0 }) { return }
            var written = 0
            let status = bytes.withUnsafeBufferPointer { input in
                room.withUnsafeMutableBufferPointer { output in
                    stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress).map { $0 + position }
                    stream.pointee.avail_in = UInt32(input.count - position)
                    stream.pointee.next_out = output.baseAddress!
                    stream.pointee.avail_out = UInt32(output.count)
                    let status = CZlib.inflate(stream, Z_NO_FLUSH)
                    position = input.count - Int(stream.pointee.avail_in)
                    written = output.count - Int(stream.pointee.avail_out)
                    return status
                }
            }
            result += room[..<written]
            isFull = written == room.count
            switch status {
            case Z_STREAM_END:
                isWithinMember = false
                inflateReset(stream)
            case Z_OK: isWithinMember = true
            // Nothing was left to write.
            case Z_BUF_ERROR where position == bytes.count: break
            default: throw Gzip.damaged(source, "the gzip data are damaged, or something else follows them")
            }
        }
    }

    /// - Throws: ``InputError`` (`fileDamaged`) where a piece is missing.
    func checkEnd() throws(InputError) {
        guard !isWithinMember else { throw Gzip.damaged(source, "the gzip data end early") }
    }
}
