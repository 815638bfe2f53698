import Imaging
import TestSupport
import Testing

@Suite("Files of every format")
struct FormatFixtureTests {
    @Test("There are fixtures, of every format in the build")
    func complete() {
        #expect(FormatFixtures.expected.count > 60)
        #expect(FormatFixtures.readable.count >= 14)
    }

    @Test("are read as other libraries read them", arguments: FormatFixtures.readable)
    func values(name: String) throws {
        let expected = try #require(FormatFixtures.expected[name])
        let bytes = try FormatFixtures.bytes(name)
        var found: [Int]
        let spacing: PixelSpacing?
        if expected.kind == "labels" {
            let map = try ImageReader.labelMap(from: bytes, named: name)
            #expect(map.width == expected.width && map.height == expected.height)
            found = map.indices.map(map.label(ofIndex:))
            spacing = map.pixelSpacing
        } else {
            let image = try ImageReader.grayscaleImage(from: bytes, named: name)
            #expect(image.width == expected.width && image.height == expected.height)
            found = ImagingTests.values(of: image)
            spacing = image.pixelSpacing
            if case .eightBit = image.samples {
                #expect(expected.kind == "grey8")
            } else {
                #expect(expected.kind == "grey16")
            }
        }
        try #require(found.count == expected.values.count)
        let furthest = zip(found, expected.values).map { abs($0 - $1) }.max() ?? 0
        #expect(furthest <= expected.tolerance)
        // A picture of one value would agree with many readings.
        #expect(Set(expected.values).count > 1)
        if let known = expected.spacing {
            let read = try #require(spacing)
            #expect(abs(read.row - known[0]) < 1e-6 && abs(read.column - known[1]) < 1e-6, "\(read)")
        } else {
            #expect(spacing == nil)
        }
    }

    @Test("are read alike from a path and from memory, whatever their name", arguments: FormatFixtures.readable)
    func paths(name: String) throws {
        let folder = try TemporaryFolder()
        let bytes = try FormatFixtures.bytes(name)
        let path = folder.file("renamed.png")
        try AtomicFile.write(bytes, to: path)
        if FormatFixtures.expected[name]?.kind == "labels" {
            #expect(try ImageReader.readLabelMap(at: path) == ImageReader.labelMap(from: bytes, named: name))
        } else {
            #expect(
                try ImageReader.readGrayscaleImage(at: path) == ImageReader.grayscaleImage(from: bytes, named: name))
        }
    }

    @Test("PNG is read as before")
    func png() throws {
        let image = GrayscaleImage(width: 3, height: 2, samples: .sixteenBit([0, 1, 700, 3, 65535, 9]))
        #expect(try ImageReader.grayscaleImage(from: PNGWriter.encode(image), named: "a.png") == image)
        let map = LabelMap(width: 3, height: 2, indices: [0, 1, 2, 2, 1, 0])
        #expect(try ImageReader.labelMap(from: PNGWriter.encode(map), named: "a.png") == map)
    }

    @Test("NumPy files that the program writes are read by it")
    func writtenArrays() throws {
        let values: [Float] = [-1, 0, 0.5, 1, 3, 2]
        let bytes = NPY.encode(shape: [2, 3], values: values)
        let image = try ImageReader.grayscaleImage(from: bytes, named: "a.npy")
        #expect(ImagingTests.values(of: image) == [0, 16384, 24576, 32768, 65535, 49151])
        let flat = NPY.encode(shape: [2, 2], values: [7, 7, 7, 7])
        #expect(ImagingTests.values(of: try ImageReader.grayscaleImage(from: flat, named: "a.npy")) == [0, 0, 0, 0])
    }

    @Test("A number far off does not press the others together: their order is kept")
    func outlier() throws {
        let values = (0..<1200).map { Float($0 % 700) / 700 } + [-9999, 1e30]
        let image = try ImageReader.grayscaleImage(from: NPY.encode(shape: [1202, 1], values: values), named: "a.npy")
        let grey = ImagingTests.values(of: image)
        #expect(Set(grey).count == 702)
        for index in 1..<700 { #expect(grey[index] > grey[index - 1] && grey[index - 1] > grey[1200]) }
        #expect(grey[1200] == 0 && grey[1201] == 65535 && grey[0] == grey[700])
        // Few numbers are few grey levels.
        let few = NPY.encode(shape: [2, 2], values: [0, 1, 1000, 10])
        #expect(
            ImagingTests.values(of: try ImageReader.grayscaleImage(from: few, named: "a.npy")) == [0, 66, 65535, 655])
    }

    @Test(
        "Numbers of any size are stretched, the smallest and the largest that there are, too",
        arguments: [0x1p-1074, 0x1p-1063, 0x1p-1030, 1e-200, 1, 1e300, Double.greatestFiniteMagnitude])
    func extremes(size: Double) throws {
        var bytes = Array(NPY.encode(shape: [2, 2], values: [0, 0, 0, 0]).dropLast(16))
        let type = try #require(bytes.indices.first { bytes[$0...].starts(with: "<f4".utf8) })
        bytes[type + 2] = UInt8(ascii: "8")
        for value in [-size, 0, size, -size] {
            withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
        }
        let image = try ImageReader.grayscaleImage(from: bytes, named: "a.npy")
        let grey = ImagingTests.values(of: image)
        #expect(grey[0] == 0 && (32767...32768).contains(grey[1]) && grey[2] == 65535 && grey[3] == 0, "\(grey)")
    }

    @Test("--version's list names each format with its library")
    func list() {
        let text = ImageFormats.supported.map(\.description)
        #expect(text[0].hasPrefix("PNG (libpng 1."))
        #expect(text.contains("NumPy") && text.contains("run-length"))
        #if JPEG
        #expect(text.contains { $0.hasPrefix("JPEG (libjpeg-turbo ") })
        #endif
        #if DICOM
        #expect(text.contains { $0.hasPrefix("DICOM (DCMTK 3.") })
        #endif
        #expect(Set(text).count == text.count)
    }
}
