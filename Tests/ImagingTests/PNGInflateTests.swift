import CPNG
import Imaging
import TestSupport
import Testing

@Suite("Pixels unpacked by libdeflate")
struct PNGInflateTests {
    /// What a reader makes of a file. `pixels` are empty unless the file is well.
    private struct Outcome: Equatable {
        let header: cpng_status
        let pixels: cpng_status
        let samples: [UInt8]
        let message: String
    }

    private static func read(
        _ bytes: [UInt8], mode: cpng_mode = CPNG_LUMINANCE, byZlib: Bool
    ) -> (outcome: Outcome, usedLibdeflate: Bool) {
        bytes.withUnsafeBufferPointer { buffer in
            let reader = cpng_reader_create(buffer.baseAddress, buffer.count)
            defer { cpng_reader_destroy(reader) }
            var header = cpng_header()
            let limits = cpng_limits(side: 4096, pixels: 1 << 22)
            let status = cpng_read_header(reader, limits, &header)
            guard status == CPNG_OK else {
                return (Outcome(header: status, pixels: CPNG_OK, samples: [], message: text(reader)), false)
            }
            if byZlib { cpng_use_zlib(reader) }
            let count = Int(header.width) * Int(header.height) * (header.bit_depth == 16 ? 2 : 1)
            var samples = [UInt8](repeating: 0, count: count)
            let pixels = samples.withUnsafeMutableBytes { cpng_read_pixels(reader, mode, $0.baseAddress) }
            return (
                Outcome(
                    header: status, pixels: pixels, samples: pixels == CPNG_OK ? samples : [], message: text(reader)),
                cpng_used_libdeflate(reader)
            )
        }
    }

    private static func text(_ reader: OpaquePointer?) -> String { String(cString: cpng_message(reader)) }

    /// Large enough for deflate's full window, which libdeflate is kept to; half noise, half repeated.
    private static func file(_ kind: PNGKind, isInterlaced: Bool = false) -> [UInt8] {
        var encoder = PNGEncoder(
            width: 611, height: 307, bitDepth: kind.bitDepth, colour: kind.colour, isInterlaced: isInterlaced)
        if kind.colour == .palette {
            encoder.palette = randomSamples(3 << kind.bitDepth, below: 256, seed: 1).map { UInt8($0) }
        }
        let noise = randomSamples(encoder.rowBytes * 153, below: 256, seed: UInt64(kind.bitDepth)).map { UInt8($0) }
        let rows = noise + noise + [UInt8](repeating: 7, count: encoder.rowBytes)
        return encoder.encode(rows)
    }

    @Test("are those that zlib unpacks, in every kind of PNG", arguments: PNGKind.all, [CPNG_LUMINANCE, CPNG_LABELS])
    func sameAsZlib(kind: PNGKind, mode: cpng_mode) {
        let bytes = Self.file(kind)
        let (fast, usedLibdeflate) = Self.read(bytes, mode: mode, byZlib: false)
        let (plain, usedAgain) = Self.read(bytes, mode: mode, byZlib: true)
        #expect(fast == plain)
        #expect(usedLibdeflate == (PNGReader.inflaterVersion != nil))
        #expect(!usedAgain)
    }

    @Test("are left to zlib in interlaced files")
    func interlaced() {
        let bytes = Self.file(PNGKind(colour: .grey, bitDepth: 8), isInterlaced: true)
        let (outcome, usedLibdeflate) = Self.read(bytes, byZlib: false)
        #expect(outcome.pixels == CPNG_OK)
        #expect(!usedLibdeflate)
    }

    @Test("A file damaged anywhere is read, or refused with the same words, as zlib would")
    func damaged() {
        let whole = Self.file(PNGKind(colour: .palette, bitDepth: 4))
        var generator = SeededGenerator(seed: 41)
        var refused = 0
        for round in 0..<600 {
            var bytes = whole
            // A third near the start, where chunks and headers stand; the rest anywhere, or cut off.
            let place = Int.random(in: 0..<(round % 3 == 0 ? 200 : bytes.count), using: &generator)
            if round % 3 == 2 {
                bytes.removeSubrange(place...)
            } else {
                bytes[place] ^= UInt8.random(in: 1...255, using: &generator)
            }
            let fast = Self.read(bytes, byZlib: false).outcome
            #expect(fast == Self.read(bytes, byZlib: true).outcome, "byte \(place), round \(round)")
            if fast.header != CPNG_OK || fast.pixels != CPNG_OK { refused += 1 }
        }
        #expect(refused > 500)
    }

    private static let black = HandmadePNG(
        width: 200, height: 200, bitDepth: 8, colourType: 0, samples: [Int](repeating: 0, count: 200 * 200))

    @Test("Compressed data that is damaged under right checksums is refused as zlib would")
    func damagedUnderChecksums() {
        var generator = SeededGenerator(seed: 5)
        for round in 0..<300 {
            var packed = HandmadePNG.zlibStored(Self.black.rows)
            if round % 2 == 0 {
                packed[Int.random(in: 0..<packed.count, using: &generator)] ^= 0x41
            } else {
                packed.removeLast(Int.random(in: 1..<packed.count, using: &generator))
            }
            let bytes =
                HandmadePNG.signature + Self.black.header + HandmadePNG.chunk("IDAT", packed)
                + HandmadePNG.chunk("IEND", [])
            #expect(Self.read(bytes, byZlib: false).outcome == Self.read(bytes, byZlib: true).outcome)
        }
    }

    @Test("More pixels than the header tells, or chunks in a strange order, are left to libpng")
    func unusual() {
        let rows = Self.black.rows
        let start = HandmadePNG.signature + Self.black.header
        let end = HandmadePNG.chunk("IEND", [])
        let packed = HandmadePNG.zlibStored(rows)
        let (left, right) = (Array(packed[..<700]), Array(packed[700...]))
        let divided = HandmadePNG.chunk("IDAT", left) + HandmadePNG.chunk("IDAT", right)
        let torn =
            HandmadePNG.chunk("IDAT", left) + HandmadePNG.chunk("tEXt", Array("a\0b".utf8))
            + HandmadePNG.chunk("IDAT", right)
        let tooMany = HandmadePNG.chunk("IDAT", HandmadePNG.zlibStored(rows + rows))
        let noEnd = start + divided
        #expect(Self.read(start + divided + end, byZlib: false).usedLibdeflate == (PNGReader.inflaterVersion != nil))
        for bytes in [start + divided + end, start + torn + end, start + tooMany + end, noEnd, start + end] {
            #expect(Self.read(bytes, byZlib: false).outcome == Self.read(bytes, byZlib: true).outcome)
        }
    }
}
