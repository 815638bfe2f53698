import Imaging
import TestSupport

/// PNG files put together without libpng, chunk by chunk, with stored (uncompressed) pixels: what the reader
/// gives back is checked against the specification and not against libpng's own writer.
struct HandmadePNG {
    var width: Int
    var height: Int
    var bitDepth: Int
    var colourType: Int
    var isInterlaced = false
    /// Chunks between the header and the pixels.
    var chunks: [[UInt8]] = []
    /// Rows as the format packs them, each behind its filter byte; 16-bit samples big-endian.
    var rows: [UInt8] = []

    static let signature: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

    /// A file of `samples`, `channels` of them a pixel, row-major.
    init(width: Int, height: Int, bitDepth: Int, colourType: Int, channels: Int = 1, samples: [Int]) {
        (self.width, self.height, self.bitDepth, self.colourType) = (width, height, bitDepth, colourType)
        for y in 0..<height {
            rows.append(0)
            rows += Self.pack(Array(samples[(y * width * channels)..<((y + 1) * width * channels)]), bitDepth)
        }
    }

    var bytes: [UInt8] {
        Self.signature + header + chunks.flatMap { $0 } + Self.chunk("IDAT", Self.zlibStored(rows))
            + Self.chunk("IEND", [])
    }

    var header: [UInt8] {
        let fields = [UInt8(bitDepth), UInt8(colourType), 0, 0, isInterlaced ? 1 : 0]
        return Self.chunk("IHDR", Self.bigEndian(UInt32(width)) + Self.bigEndian(UInt32(height)) + fields)
    }

    static func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
        let checked = Array(type.utf8) + data
        return bigEndian(UInt32(data.count)) + checked + bigEndian(crc32(checked))
    }

    static func palette(_ colours: [(Int, Int, Int)]) -> [UInt8] {
        chunk("PLTE", colours.flatMap { [UInt8($0.0), UInt8($0.1), UInt8($0.2)] })
    }

    /// Samples of less than a byte share one, the leftmost in the high bits.
    static func pack(_ samples: [Int], _ bitDepth: Int) -> [UInt8] {
        if bitDepth == 16 { return samples.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] } }
        let perByte = 8 / bitDepth
        var bytes = [UInt8](repeating: 0, count: (samples.count + perByte - 1) / perByte)
        for (index, sample) in samples.enumerated() {
            bytes[index / perByte] |= UInt8(sample << (8 - bitDepth * (index % perByte + 1)))
        }
        return bytes
    }

    static func zlibStored(_ data: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = [0x78, 0x01]
        var start = 0
        repeat {
            let count = min(data.count - start, 65535)
            let isLast: UInt8 = start + count == data.count ? 1 : 0
            let (low, high) = (UInt8(count & 255), UInt8(count >> 8))
            bytes += [isLast, low, high, ~low, ~high] + data[start..<(start + count)]
            start += count
        } while start < data.count
        var (a, b): (UInt32, UInt32) = (1, 0)
        for byte in data {
            a = (a + UInt32(byte)) % 65521
            b = (b + a) % 65521
        }
        return bytes + bigEndian(b << 16 | a)
    }

    static func bigEndian(_ value: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> UInt32($0)) }
    }

    private static func crc32(_ bytes: [UInt8]) -> UInt32 {
        var crc = UInt32.max
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xedb8_8320 : crc >> 1 }
        }
        return ~crc
    }
}

func randomSamples(_ count: Int, below limit: Int, seed: UInt64) -> [Int] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in Int.random(in: 0..<limit, using: &generator) }
}

/// The values of an image whatever its depth.
func values(of image: GrayscaleImage) -> [Int] {
    switch image.samples {
    case .eightBit(let samples): samples.map(Int.init)
    case .sixteenBit(let samples): samples.map(Int.init)
    }
}

/// The error that `body` throws, or nil.
func inputError<Result>(_ body: () throws(InputError) -> Result) -> InputError? {
    do throws(InputError) {
        _ = try body()
        return nil
    } catch {
        return error
    }
}
