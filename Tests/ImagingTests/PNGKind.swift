import Imaging
import Testing

/// Every combination of colour and depth that PNG knows, with random pixels from libpng's writer.
struct PNGKind: Sendable, CustomTestStringConvertible {
    let colour: PNGHeader.Colour
    let bitDepth: Int

    static let width = 21
    static let height = 13

    static let all: [PNGKind] =
        [1, 2, 4, 8, 16].map { PNGKind(colour: .grey, bitDepth: $0) }
        + [1, 2, 4, 8].map { PNGKind(colour: .palette, bitDepth: $0) }
        + [PNGHeader.Colour.greyAlpha, .rgb, .rgbAlpha].flatMap { colour in
            [8, 16].map { PNGKind(colour: colour, bitDepth: $0) }
        }

    var testDescription: String { "\(colour) of \(bitDepth) bits" }

    func encoded(isInterlaced: Bool) -> [UInt8] {
        var encoder = PNGEncoder(
            width: Self.width, height: Self.height, bitDepth: bitDepth, colour: colour, isInterlaced: isInterlaced)
        if colour == .palette {
            encoder.palette = randomSamples(3 << bitDepth, below: 256, seed: 1).map { UInt8($0) }
        }
        let bytes = randomSamples(encoder.rowBytes * Self.height, below: 256, seed: UInt64(bitDepth))
        return encoder.encode(bytes.map { UInt8($0) })
    }
}
