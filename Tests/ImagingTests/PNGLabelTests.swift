import Imaging
import Testing

@Suite("Reading PNG files as label maps")
struct PNGLabelTests {
    private let width = 13
    private let height = 7

    @Test("Grey values and palette indices are the labels, whatever the depth", arguments: [1, 2, 4, 8], [0, 3])
    func labelsKeepTheirValues(bitDepth: Int, colourType: Int) throws {
        let samples = randomSamples(width * height, below: 1 << bitDepth, seed: UInt64(bitDepth + colourType))
        var file = HandmadePNG(
            width: width, height: height, bitDepth: bitDepth, colourType: colourType, samples: samples)
        if colourType == 3 { file.chunks = [HandmadePNG.palette((0..<(1 << bitDepth)).map { (255 - $0, 9, $0) })] }
        let labels = try PNGReader.labelMap(from: file.bytes, named: "labels.png")
        #expect(labels.width == width && labels.height == height)
        #expect(labels.indices.map(Int.init) == samples)
        #expect(labels.wideValues == nil)
    }

    @Test(
        "A mask that is drawn in alpha alone is refused, and a uniform one without such a drawing is read",
        arguments: [8, 16], [4, 6])
    func alphaAlone(bitDepth: Int, colourType: Int) throws {
        let channels = colourType == 6 ? 4 : 2
        func file(grey: Int, alpha: (Int) -> Int) -> [UInt8] {
            let samples = (0..<width * height).flatMap { pixel in
                Array(repeating: grey, count: channels - 1) + [alpha(pixel)]
            }
            return HandmadePNG(
                width: width, height: height, bitDepth: bitDepth, colourType: colourType, channels: channels,
                samples: samples
            ).bytes
        }
        for grey in [0, 255] {
            let error = #expect(throws: InputError.self) {
                try PNGReader.labelMap(from: file(grey: grey) { $0 % 3 == 0 ? 255 : 0 }, named: "alpha.png")
            }
            #expect(
                error?.description
                    == "alpha.png: has one value everywhere, and a mask in its alpha channel, which is not read; "
                    + "save the mask as grey values, without alpha")
            let plain = try PNGReader.labelMap(from: file(grey: grey) { _ in 255 }, named: "plain.png")
            #expect(plain.indices.allSatisfy { Int($0) == grey })
            // One pixel alone differs, so that every pass has to end where it should.
            let encoder = PNGEncoder(
                width: width, height: height, bitDepth: bitDepth, colour: colourType == 6 ? .rgbAlpha : .greyAlpha,
                isInterlaced: true)
            let sampleBytes = bitDepth / 8
            for pixel in [0, 1, width, width * height - 1] {
                let bytes = (0..<width * height).flatMap { place -> [UInt8] in
                    Array(repeating: UInt8(grey), count: (channels - 1) * sampleBytes)
                        + Array(repeating: place == pixel ? 7 : 255, count: sampleBytes)
                }
                #expect(throws: InputError.self, "pixel \(pixel)") {
                    try PNGReader.labelMap(from: encoder.encode(bytes), named: "interlaced.png")
                }
            }
        }
    }

    @Test("Sixteen bits of small values need no table")
    func smallSixteenBit() throws {
        let samples = randomSamples(width * height, below: 256, seed: 2)
        let file = HandmadePNG(width: width, height: height, bitDepth: 16, colourType: 0, samples: samples)
        let labels = try PNGReader.labelMap(from: file.bytes, named: "labels.png")
        #expect(labels.indices.map(Int.init) == samples && labels.wideValues == nil)
    }

    @Test("Labels above 255 are kept through a table")
    func wideLabels() throws {
        let values = [0, 700, 65535, 12, 256]
        let samples = randomSamples(width * height, below: values.count, seed: 4).map { values[$0] }
        let file = HandmadePNG(width: width, height: height, bitDepth: 16, colourType: 0, samples: samples)
        let labels = try PNGReader.labelMap(from: file.bytes, named: "labels.png")
        #expect(labels.wideValues == [0, 12, 256, 700, 65535])
        for (index, sample) in samples.enumerated() { #expect(labels[index % width, index / width] == sample) }
    }

    @Test("256 different values are a label map, 257 are not", arguments: [256, 257])
    func manyValues(count: Int) {
        let samples = (0..<(300 * 2)).map { 1000 + $0 % count }
        let file = HandmadePNG(width: 300, height: 2, bitDepth: 16, colourType: 0, samples: samples)
        let error = inputError { () throws(InputError) in
            try PNGReader.labelMap(from: file.bytes, named: "radiograph.png")
        }
        #expect(error?.code == (count == 256 ? nil : .formatUnsupported))
        #expect(error == nil || error!.problem.contains("257"))
    }

    @Test("A colour file counts where red, green and blue are equal", arguments: [8, 16], [2, 6])
    func greyInColour(bitDepth: Int, colourType: Int) throws {
        let channels = colourType == 6 ? 4 : 3
        let labels = randomSamples(width * height, below: 5, seed: 6)
        var samples = labels.flatMap { [$0, $0, $0, 255][..<channels] }
        var file = HandmadePNG(
            width: width, height: height, bitDepth: bitDepth, colourType: colourType, channels: channels,
            samples: samples)
        #expect(try PNGReader.labelMap(from: file.bytes, named: "labels.png").indices.map(Int.init) == labels)

        // One channel of the last pixel.
        samples[samples.count - channels + 2] ^= 1
        file = HandmadePNG(
            width: width, height: height, bitDepth: bitDepth, colourType: colourType, channels: channels,
            samples: samples)
        let error = inputError { () throws(InputError) in try PNGReader.labelMap(from: file.bytes, named: "c.png") }
        #expect(error?.code == .formatUnsupported)
        #expect(error?.problem.contains("coloured") == true)
    }

    @Test(
        "Interlaced label maps are the same", arguments: PNGKind.all.filter { $0.colour == .grey && $0.bitDepth < 16 })
    func interlaced(kind: PNGKind) throws {
        let plain = try PNGReader.labelMap(from: kind.encoded(isInterlaced: false), named: "plain.png")
        #expect(try PNGReader.labelMap(from: kind.encoded(isInterlaced: true), named: "interlaced.png") == plain)
    }

    @Test("An index without a colour is a label, but no luminance")
    func indexBeyondPalette() throws {
        var file = HandmadePNG(width: 3, height: 1, bitDepth: 8, colourType: 3, samples: [0, 1, 2])
        file.chunks = [HandmadePNG.palette([(0, 0, 0), (255, 255, 255)])]
        #expect(try PNGReader.labelMap(from: file.bytes, named: "short.png").indices == [0, 1, 2])
        let error = inputError { () throws(InputError) in
            try PNGReader.grayscaleImage(from: file.bytes, named: "short.png")
        }
        #expect(error?.code == .fileDamaged)
    }
}
