import CZlib
import Imaging

/// The unpacked bytes of a gzip file of one or several members, from its beginning or from a restart point.
final class GzipStream {
    private let input: PartStream
    private let limits: ArchiveLimits
    private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    private let output = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 1 << 18)
    /// After a restart: no header came, and no checksum is known.
    private var isRaw = false
    private var isBetweenMembers = true
    private var hasEnded = false
    /// Of the next byte that ``next()`` gives, in the unpacked stream.
    private(set) var position = 0
    /// What ``next()`` gave last; it is there until the next call.
    private(set) var rest = UnsafeRawBufferPointer(start: nil, count: 0)
    /// Unpacked bytes in all, over all jumps.
    private(set) var inflatedBytes = 0
    /// For the message when a limit is hit.
    var entry = ""
    /// The least distance between points that are recorded, in unpacked bytes.
    private let recording: Int?
    private(set) var points: [RestartPoint] = []

    /// - Parameter recording: the least distance between recorded restart points; nil records none.
    init(_ parts: ArchiveParts, limits: ArchiveLimits, recording: Int? = nil) throws(InputError) {
        input = PartStream(parts)
        self.limits = limits
        self.recording = recording
        stream.initialize(to: z_stream())
        let status = inflateInit2_(stream, Self.gzip, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard status == Z_OK else { throw Self.outOfMemory(parts.name) }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
        output.deallocate()
    }

    /// The release of zlib that this program runs with, `1.2.13` for one.
    static var libraryVersion: String { String(cString: zlibVersion()) }

    /// zlib's window of 32 KiB with a gzip header, or with none.
    private static let gzip: Int32 = 15 + 16
    private static let raw: Int32 = -15

    /// An error that comes behind bytes which are still good.
    private var pending: InputError?

    /// Where recent bytes came from, in rising order.
    private var marks: [(unpacked: Int, packed: Int)] = []

    /// About where a byte of the unpacked stream is in the packed one, if it was unpacked lately.
    func packedPosition(of unpacked: Int) -> Int {
        guard let after = marks.firstIndex(where: { $0.unpacked > unpacked }), after > 0 else { return packedPosition }
        let (low, high) = (marks[after - 1], marks[after])
        let share = Double(unpacked - low.unpacked) / Double(high.unpacked - low.unpacked)
        return low.packed + Int(share * Double(high.packed - low.packed))
    }

    /// The packed byte that comes next.
    var packedPosition: Int { input.position - Int(stream.pointee.avail_in) }

    /// The bytes that come next: none at the end. They stay until the next call.
    func next() throws(InputError) -> UnsafeRawBufferPointer {
        if let pending { throw pending }
        var produced = 0
        do throws(InputError) {
            while produced < output.count, !hasEnded { try step(&produced) }
        } catch {
            if produced == 0 { throw error }
            pending = error
        }
        position += produced
        inflatedBytes += produced
        if recording != nil {
            try limits.checkExpansion(packed: packedPosition, unpacked: position, input.parts.name, entry: entry)
        }
        rest = UnsafeRawBufferPointer(start: output.baseAddress!, count: produced)
        return rest
    }

    /// Calls zlib once, which fills the output from `produced` on.
    private func step(_ produced: inout Int) throws(InputError) {
        if try refill() == false {
            guard isBetweenMembers, packedPosition > 0 else {
                throw input.parts.damage(at: packedPosition, "the gzip data end early")
            }
            hasEnded = true
            return
        }
        if isBetweenMembers, try !beginMember() { return }
        stream.pointee.next_out = output.baseAddress! + produced
        stream.pointee.avail_out = UInt32(output.count - produced)
        let status = inflate(stream, recording == nil ? Z_NO_FLUSH : Z_BLOCK)
        produced = output.count - Int(stream.pointee.avail_out)
        switch status {
        case Z_STREAM_END: try endMember()
        case Z_OK, Z_BUF_ERROR:
            if recording != nil { mark(at: position + produced) }
        case Z_MEM_ERROR: throw Self.outOfMemory(input.parts.name)
        default:
            let reason = stream.pointee.msg.map { " (\(String(cString: $0)))" } ?? ""
            throw input.parts.damage(at: packedPosition, "the gzip data are damaged\(reason)")
        }
    }

    /// Goes on from a restart point, or from the beginning.
    func jump(to point: RestartPoint?) throws(InputError) {
        stream.pointee.avail_in = 0
        hasEnded = false
        pending = nil
        rest = UnsafeRawBufferPointer(start: nil, count: 0)
        guard let point else {
            input.seek(to: 0)
            inflateReset2(stream, Self.gzip)
            (isRaw, isBetweenMembers, position) = (false, true, 0)
            return
        }
        input.seek(to: point.packed - (point.bits > 0 ? 1 : 0))
        inflateReset2(stream, Self.raw)
        (isRaw, isBetweenMembers, position) = (true, false, point.unpacked)
        if point.bits > 0, try refill() {
            inflatePrime(stream, Int32(point.bits), Int32(takeByte() >> UInt8(8 - point.bits)))
        }
        let window = try Window.inflated(point.window, input.parts.name)
        inflateSetDictionary(stream, window, UInt32(window.count))
    }

    /// False at the end of the file.
    private func refill() throws(InputError) -> Bool {
        guard stream.pointee.avail_in == 0 else { return true }
        let bytes = try input.next()
        stream.pointee.next_in = UnsafeMutablePointer(
            mutating: bytes.baseAddress?.assumingMemoryBound(to: UInt8.self))
        stream.pointee.avail_in = UInt32(bytes.count)
        return !bytes.isEmpty
    }

    private func takeByte() -> UInt8 {
        let byte = stream.pointee.next_in.pointee
        stream.pointee.next_in += 1
        stream.pointee.avail_in -= 1
        return byte
    }

    /// False where only zeros follow the last member: `tar` on tapes pads with them, and `gzip` passes them over.
    private func beginMember() throws(InputError) -> Bool {
        if packedPosition > 0, stream.pointee.next_in.pointee == 0 {
            while try refill() {
                guard takeByte() == 0 else {
                    throw input.parts.damage(at: packedPosition - 1, "something else follows the gzip data")
                }
            }
            hasEnded = true
            return false
        }
        guard packedPosition == 0 || stream.pointee.next_in.pointee == 0x1f else {
            throw input.parts.damage(at: packedPosition, "something else follows the gzip data")
        }
        inflateReset2(stream, Self.gzip)
        (isRaw, isBetweenMembers) = (false, false)
        return true
    }

    private func endMember() throws(InputError) {
        if isRaw {
            // The checksum and size of a member that was not read from its beginning.
            for _ in 0..<8 {
                guard try refill() else { throw input.parts.damage(at: packedPosition, "the gzip data end early") }
                _ = takeByte()
            }
        }
        isBetweenMembers = true
    }

    private func mark(at unpacked: Int) {
        if marks.count == 256 { marks.removeFirst(128) }
        if marks.last?.unpacked ?? -1 < unpacked { marks.append((unpacked, packedPosition)) }
        record(at: unpacked)
    }

    private func record(at unpacked: Int) {
        guard let recording, unpacked - (points.last?.unpacked ?? 0) >= recording else { return }
        // zlib: 128 between blocks, 64 in the last block of a member.
        guard stream.pointee.data_type & 128 != 0, stream.pointee.data_type & 64 == 0 else { return }
        var count: UInt32 = 0
        let window = [UInt8](unsafeUninitializedCapacity: 1 << 15) { buffer, initializedCount in
            inflateGetDictionary(stream, buffer.baseAddress, &count)
            initializedCount = Int(count)
        }
        points.append(
            RestartPoint(
                unpacked: unpacked, packed: packedPosition, bits: Int(stream.pointee.data_type & 7),
                window: Window.deflated(window)))
    }

    static func outOfMemory(_ path: String) -> InputError {
        InputError(.fileUnreadable, path, "cannot be unpacked (memory is short)", remedy: "free memory")
    }
}

/// The 32 KiB of a restart point, deflated for keeping.
private enum Window {
    static func deflated(_ bytes: [UInt8]) -> [UInt8] {
        var count = compressBound(UInt(bytes.count))
        return [UInt8](unsafeUninitializedCapacity: Int(count)) { buffer, initializedCount in
            compress2(buffer.baseAddress, &count, bytes, UInt(bytes.count), 6)
            initializedCount = Int(count)
        }
    }

    static func inflated(_ bytes: [UInt8], _ path: String) throws(InputError) -> [UInt8] {
        var count: UInt = 1 << 15
        var status = Z_OK
        let window = [UInt8](unsafeUninitializedCapacity: 1 << 15) { buffer, initializedCount in
            status = uncompress(buffer.baseAddress, &count, bytes, UInt(bytes.count))
            initializedCount = status == Z_OK ? Int(count) : 0
        }
        guard status == Z_OK else {
            throw InputError(
                .fileDamaged, path, "a restart point of its index is damaged", remedy: "make the index again")
        }
        return window
    }
}
