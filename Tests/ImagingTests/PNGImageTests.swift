import Imaging
import TestSupport
import Testing

@Suite("Reading PNG files as luminance")
struct PNGImageTests {
    /// Not a multiple of any packing, so that every row ends inside a byte.
    private let width = 19
    private let height = 11

    @Test("Grey of less than a byte is scaled so that its largest value is white", arguments: [1, 2, 4, 8])
    func greyOfEveryDepth(bitDepth: Int) throws {
        let largest = 1 << bitDepth - 1
        let samples = randomSamples(width * height, below: largest + 1, seed: UInt64(bitDepth))
        let file = HandmadePNG(width: width, height: height, bitDepth: bitDepth, colourType: 0, samples: samples)
        let image = try PNGReader.grayscaleImage(from: file.bytes, named: "grey.png")
        #expect(image.width == width && image.height == height)
        #expect(values(of: image) == samples.map { $0 * 255 / largest })
    }

    @Test("Sixteen bits stay sixteen")
    func sixteenBits() throws {
        let samples = randomSamples(width * height, below: 65536, seed: 16)
        let file = HandmadePNG(width: width, height: height, bitDepth: 16, colourType: 0, samples: samples)
        let image = try PNGReader.grayscaleImage(from: file.bytes, named: "deep.png")
        guard case .sixteenBit = image.samples else { return #expect(Bool(false), "not sixteen bits") }
        #expect(values(of: image) == samples)
    }

    @Test("Colour becomes Rec. 601 luminance, rounded, and alpha is ignored", arguments: [8, 16], [2, 6])
    func colour(bitDepth: Int, colourType: Int) throws {
        let channels = colourType == 6 ? 4 : 3
        let samples = randomSamples(
            width * height * channels, below: 1 << bitDepth, seed: UInt64(bitDepth + colourType))
        let file = HandmadePNG(
            width: width, height: height, bitDepth: bitDepth, colourType: colourType, channels: channels,
            samples: samples)
        let image = try PNGReader.grayscaleImage(from: file.bytes, named: "colour.png")
        for (index, value) in values(of: image).enumerated() {
            let pixel = samples[(index * channels)..<(index * channels + 3)].map(Double.init)
            let exact = 0.299 * pixel[0] + 0.587 * pixel[1] + 0.114 * pixel[2]
            // The fixed-point weights are within 2^-17 of the true ones.
            #expect(abs(Double(value) - exact) <= (bitDepth == 8 ? 0.503 : 1.5))
        }
    }

    @Test("Colours with equal channels keep their value, black to white", arguments: [8, 16])
    func greyInColour(bitDepth: Int) throws {
        let count = 1 << bitDepth
        let samples = (0..<count).flatMap { [$0, $0, $0] }
        let file = HandmadePNG(
            width: 256, height: count / 256, bitDepth: bitDepth, colourType: 2, channels: 3, samples: samples)
        let image = try PNGReader.grayscaleImage(from: file.bytes, named: "grey.png")
        #expect(values(of: image) == Array(0..<count))
    }

    @Test("Grey with alpha keeps its grey", arguments: [8, 16])
    func greyAlpha(bitDepth: Int) throws {
        let samples = randomSamples(width * height * 2, below: 1 << bitDepth, seed: 7)
        let file = HandmadePNG(
            width: width, height: height, bitDepth: bitDepth, colourType: 4, channels: 2, samples: samples)
        let image = try PNGReader.grayscaleImage(from: file.bytes, named: "alpha.png")
        #expect(values(of: image) == stride(from: 0, to: samples.count, by: 2).map { samples[$0] })
    }

    @Test("A palette's colours become luminance", arguments: [1, 2, 4, 8])
    func palette(bitDepth: Int) throws {
        let colours = [(0, 0, 0), (255, 255, 255), (255, 0, 0), (0, 255, 0), (0, 0, 255), (10, 200, 30)]
        let luminances = [0, 255, 76, 150, 29, 124]
        let usable = min(colours.count, 1 << bitDepth)
        let samples = randomSamples(width * height, below: usable, seed: 3)
        var file = HandmadePNG(width: width, height: height, bitDepth: bitDepth, colourType: 3, samples: samples)
        file.chunks = [HandmadePNG.palette(Array(colours[..<usable]))]
        let image = try PNGReader.grayscaleImage(from: file.bytes, named: "palette.png")
        #expect(values(of: image) == samples.map { luminances[$0] })
    }

    @Test("Interlaced files give the same picture", arguments: PNGKind.all)
    func interlaced(kind: PNGKind) throws {
        let plain = try PNGReader.grayscaleImage(from: kind.encoded(isInterlaced: false), named: "plain.png")
        let interlaced = kind.encoded(isInterlaced: true)
        #expect(try PNGReader.header(from: interlaced, named: "interlaced.png").isInterlaced)
        #expect(try PNGReader.grayscaleImage(from: interlaced, named: "interlaced.png") == plain)
    }

    @Test("Gamma, transparency and texts with a wrong checksum change no value")
    func ancillaryChunks() throws {
        let samples = randomSamples(width * height, below: 256, seed: 5)
        var file = HandmadePNG(width: width, height: height, bitDepth: 8, colourType: 0, samples: samples)
        var text = HandmadePNG.chunk("tEXt", Array("Comment\0chest".utf8))
        text[text.count - 1] ^= 1
        file.chunks = [
            HandmadePNG.chunk("gAMA", HandmadePNG.bigEndian(100_000)), HandmadePNG.chunk("tRNS", [0, 7]), text,
        ]
        let image = try PNGReader.grayscaleImage(from: file.bytes, named: "chunks.png")
        #expect(values(of: image) == samples)
    }

    @Test("The header says what the file is", arguments: PNGKind.all)
    func header(kind: PNGKind) throws {
        let folder = try TemporaryFolder()
        let path = folder.file("header.png")
        try AtomicFile.write(kind.encoded(isInterlaced: false), to: path)
        let header = try PNGReader.readHeader(at: path)
        #expect(
            header
                == PNGHeader(
                    width: PNGKind.width, height: PNGKind.height, bitDepth: kind.bitDepth, colour: kind.colour,
                    isInterlaced: false))
    }

    @Test("A header is found behind a long text")
    func headerBehindText() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("text.png")
        var file = HandmadePNG(width: 2, height: 1, bitDepth: 8, colourType: 0, samples: [1, 2])
        file.chunks = [HandmadePNG.chunk("tEXt", Array("Comment\0".utf8) + [UInt8](repeating: 65, count: 10_000))]
        try AtomicFile.write(file.bytes, to: path)
        #expect(try PNGReader.readHeader(at: path).width == 2)
        #expect(try values(of: PNGReader.readGrayscaleImage(at: path)) == [1, 2])
    }
}
