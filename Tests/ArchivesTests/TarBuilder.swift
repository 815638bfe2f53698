#if Archive
import CZlib

/// A tar made by hand (POSIX.1-1988, ustar): what no well-meaning writer would write can be in it.
struct TarBuilder {
    private(set) var bytes: [UInt8] = []

    /// - Parameter type: the type flag: `0` a file, `1` a hard link, `2` a symbolic link, `3` and `4` devices,
    ///   `5` a folder, `6` a pipe.
    mutating func add(
        _ name: [UInt8], _ content: [UInt8] = [], type: Character = "0", link: String = "", claiming size: Int? = nil
    ) {
        var header = [UInt8](repeating: 0, count: 512)
        func put(_ text: [UInt8], at position: Int) {
            header.replaceSubrange(position..<position + text.count, with: text)
        }
        func octal(_ number: Int, _ width: Int) -> [UInt8] {
            let digits = String(number, radix: 8)
            return Array((String(repeating: "0", count: width - 1 - digits.count) + digits).utf8) + [0]
        }
        put(name, at: 0)
        put(octal(0o644, 8), at: 100)
        put(octal(0, 8), at: 108)
        put(octal(0, 8), at: 116)
        put(octal(size ?? content.count, 12), at: 124)
        put(octal(1_700_000_000, 12), at: 136)
        put(Array(repeating: UInt8(ascii: " "), count: 8), at: 148)
        put(Array(String(type).utf8), at: 156)
        put(Array(link.utf8), at: 157)
        put(Array("ustar".utf8) + [0] + Array("00".utf8), at: 257)
        put(octal(header.reduce(0) { $0 + Int($1) }, 7) + [UInt8(ascii: " ")], at: 148)
        bytes += header + content
        bytes += Array(repeating: 0, count: (512 - content.count % 512) % 512)
    }

    mutating func add(
        _ name: String, _ content: [UInt8] = [], type: Character = "0", link: String = "", claiming size: Int? = nil
    ) { add(Array(name.utf8), content, type: type, link: link, claiming: size) }

    /// The whole, with the two empty blocks that end a tar.
    var finished: [UInt8] { bytes + Array(repeating: 0, count: 1024) }

    /// As one member of gzip.
    static func gzip(_ bytes: [UInt8], level: Int32 = 6) -> [UInt8] {
        var stream = z_stream()
        deflateInit2_(
            &stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        defer { deflateEnd(&stream) }
        var input = bytes
        var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))))
        input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                stream.next_in = input.baseAddress
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(output.count)
                deflate(&stream, Z_FINISH)
            }
        }
        return Array(output[..<Int(stream.total_out)])
    }
}
#endif
