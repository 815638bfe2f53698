import Foundation
import Imaging
import TestSupport
import Testing

@Suite("Writing PNG and npy files")
struct WriterTests {
    private let width = 23
    private let height = 17

    private func bytes(_ count: Int, seed: UInt64) -> [UInt8] {
        randomSamples(count, below: 256, seed: seed).map { UInt8($0) }
    }

    @Test("Images of both depths come back as they were", arguments: [PNGWriter.Compression.fast, .standard])
    func images(compression: PNGWriter.Compression) throws {
        let folder = try TemporaryFolder()
        let shallow = GrayscaleImage(width: width, height: height, samples: .eightBit(bytes(width * height, seed: 1)))
        let deep = GrayscaleImage(
            width: width, height: height,
            samples: .sixteenBit(randomSamples(width * height, below: 65536, seed: 2).map { UInt16($0) }))
        for (name, image) in [("shallow.png", shallow), ("deep.png", deep)] {
            try PNGWriter.write(image, to: folder.file(name), compression: compression)
            #expect(try PNGReader.readGrayscaleImage(at: folder.file(name)) == image)
        }
        #expect(try folder.names() == ["deep.png", "shallow.png"])
    }

    @Test("Label maps come back as they were: grey, palette and wide")
    func labelMaps() throws {
        let folder = try TemporaryFolder()
        let labels = LabelMap(width: width, height: height, indices: bytes(width * height, seed: 3).map { $0 % 7 })
        try PNGWriter.write(labels, to: folder.file("grey.png"))
        #expect(try PNGReader.readLabelMap(at: folder.file("grey.png")) == labels)
        #expect(try PNGReader.readHeader(at: folder.file("grey.png")).colour == .grey)

        // Fewer colours than labels: the rest are black, and nothing is lost.
        let palette = [RGBColor(red: 0, green: 0, blue: 0), RGBColor(red: 255, green: 255, blue: 255)]
        try PNGWriter.write(labels, palette: palette, to: folder.file("palette.png"))
        #expect(try PNGReader.readLabelMap(at: folder.file("palette.png")) == labels)
        #expect(try PNGReader.readHeader(at: folder.file("palette.png")).colour == .palette)
        let colours = try values(of: PNGReader.readGrayscaleImage(at: folder.file("palette.png")))
        #expect(colours == labels.indices.map { $0 == 1 ? 255 : 0 })

        let wide = LabelMap(
            width: 2, height: 2, indices: [0, 1, 2, 1], wideValues: [0, 300, 9000])
        try PNGWriter.write(wide, to: folder.file("wide.png"))
        #expect(try PNGReader.readLabelMap(at: folder.file("wide.png")) == wide)
    }

    @Test("A colour image has its channels in order")
    func colourImage() throws {
        let image = ColorImage(width: 3, height: 1, channels: [255, 0, 0, 0, 255, 0, 0, 0, 255])
        let file = PNGWriter.encode(image)
        #expect(try PNGReader.header(from: file, named: "c.png").colour == .rgb)
        #expect(try values(of: PNGReader.grayscaleImage(from: file, named: "c.png")) == [76, 150, 29])
    }

    @Test("An npy file is the header that NumPy writes, and little-endian floats behind it")
    func npy() {
        let file = NPY.encode(shape: [2, 3], values: [0, 1, -2, .infinity, 0.1, 3.4e38])
        // What numpy.save writes for the same array, byte for byte.
        let header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }"
        let expected =
            [0x93] + Array("NUMPY".utf8) + [1, 0, 0x76, 0] + Array(header.utf8)
            + [UInt8](repeating: 32, count: 128 - 10 - header.utf8.count - 1) + [10]
            + [0, 0, 0, 0, 0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0, 0, 0, 0x80, 0x7f, 0xcd, 0xcc, 0xcc, 0x3d]
            + [0x9e, 0xc9, 0x7f, 0x7f]
        #expect(file == expected)
    }

    @Test("npy values begin at a multiple of 64 bytes", arguments: [[], [0], [5], [2, 3, 2], [1, 1, 1, 1, 1, 7]])
    func npyShapes(shape: [Int]) {
        let count = shape.reduce(1, *)
        let file = NPY.encode(shape: shape, values: [Float](repeating: 1, count: count))
        #expect((file.count - 4 * count) % 64 == 0)
        let text = String(decoding: file[10..<(file.count - 4 * count)], as: UTF8.self)
        let tuple = shape.count == 1 ? "(\(shape[0]),)" : "(\(shape.map(String.init).joined(separator: ", ")))"
        #expect(text.contains("'shape': \(tuple), }"))
        #expect(text.hasSuffix("\n"))
    }
}
