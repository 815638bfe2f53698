import Imaging
import TestSupport
import Testing

@Suite("Blank areas")
struct BlankAreasTests {
    /// Noise that keeps away from black and white, but for single pixels of both.
    private static func noise(_ width: Int, _ height: Int, seed: UInt64) -> [UInt8] {
        var generator = SeededGenerator(seed: seed)
        var values = (0..<width * height).map { _ in UInt8(generator.integer(in: 20...230)) }
        values[0] = 0
        values[values.count - 1] = 255
        return values
    }

    private static func image(_ values: [UInt8], _ width: Int, isDeep: Bool) -> GrayscaleImage {
        GrayscaleImage(
            width: width, height: values.count / width,
            samples: isDeep ? .sixteenBit(values.map { UInt16($0) * 16 }) : .eightBit(values))
    }

    /// 255 where an image shows something and 0 where it is blank; nil where nothing is.
    private static func shown(in image: GrayscaleImage) -> [UInt8]? {
        BlankAreas.find(in: image).map { blank in
            var shown = [UInt8](repeating: 255, count: image.width * image.height)
            blank.forEachRun { for position in $0 { shown[position] = 0 } }
            for y in 0..<image.height {
                for x in 0..<image.width {
                    #expect(blank.contains(x: x, y: y) == (shown[y * image.width + x] == 0))
                }
            }
            return shown
        }
    }

    @Test(
        "pixels of either of two values are found, whatever the width",
        arguments: Array(0..<70) + [127, 128, 129, 200])
    func eitherValue(width: Int) {
        var generator = SeededGenerator(seed: UInt64(width))
        let height = 5
        let values = (0..<width * height).map { _ in UInt8(generator.integer(in: 0...3)) }
        let plain = PixelMask(width: width, height: height) { values[$0] == 0 || values[$0] == 3 }
        let fast = values.withUnsafeBufferPointer { PixelMask(of: $0, width: width, height: height, 0, 3) }
        #expect(fast == plain)
    }

    @Test("only runs that are long enough stay, also over several words", arguments: [1, 2, 63, 64, 65, 100, 128, 200])
    func openings(length: Int) {
        var generator = SeededGenerator(seed: UInt64(length))
        let (width, height) = (700, 4)
        var line = [Bool]()
        while line.count < width * height {
            let run = generator.integer(in: max(1, length - 3)...length + 3)
            line += Array(repeating: Bool.random(using: &generator), count: run)
        }
        func opened(_ values: [Bool]) -> [Bool] {
            var result = [Bool](repeating: false, count: values.count)
            for start in 0...values.count - length where !values[start..<start + length].contains(false) {
                for index in start..<start + length { result[index] = true }
            }
            return result
        }
        var across = PixelMask(width: width, height: height) { line[$0] }
        across.openRows(length: length)
        let rows = (0..<height).flatMap { opened(Array(line[$0 * width..<($0 + 1) * width])) }
        #expect(across == PixelMask(width: width, height: height) { rows[$0] })
        // The same lines laid down as columns.
        var down = PixelMask(width: height, height: width) { line[$0 % height * width + $0 / height] }
        down.openColumns(length: length)
        #expect(down == PixelMask(width: height, height: width) { rows[$0 % height * width + $0 / height] })
    }

    @Test(
        "shares of a smaller image are those of the picture of the set",
        arguments: [(128, 128, 64, 64), (1024, 512, 64, 64), (64, 30, 1, 3), (96, 40, 24, 40), (96, 40, 32, 8)])
    func shares(width: Int, height: Int, newWidth: Int, newHeight: Int) {
        var generator = SeededGenerator(seed: UInt64(width + newWidth))
        let set = (0..<width * height).map { _ in generator.float(in: 0...1) < 0.3 }
        let picture = GrayscaleImage(width: width, height: height, samples: .eightBit(set.map { $0 ? 0 : 255 }))
        let shares = PixelMask(width: width, height: height) { set[$0] }
            .complementShares(width: newWidth, height: newHeight)
        let isWhole = width % newWidth == 0 && 64 % (width / newWidth) == 0 && height % newHeight == 0
        #expect(shares == (isWhole ? picture.resampled(width: newWidth, height: newHeight) : nil))
    }

    @Test("a box is found to the pixel, black or white, with the other in it as text", arguments: 0..<8)
    func box(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let (width, height) = (200, 160)
        var values = Self.noise(width, height, seed: UInt64(seed))
        let (boxWidth, boxHeight) = (generator.integer(in: 12...60), generator.integer(in: 12...60))
        let (left, top) = (
            generator.integer(in: 1...width - boxWidth - 1), generator.integer(in: 1...height - boxHeight - 1)
        )
        let paper: UInt8 = seed % 2 == 0 ? 0 : 255
        var expected = [UInt8](repeating: 255, count: values.count)
        for y in top..<top + boxHeight {
            for x in left..<left + boxWidth {
                values[y * width + x] = (x + y) % 5 == 0 ? 255 - paper : paper
                expected[y * width + x] = 0
            }
        }
        #expect(Self.shown(in: Self.image(values, width, isDeep: false)) == expected)
        #expect(Self.shown(in: Self.image(values, width, isDeep: true)) == expected)
    }

    @Test("thin lines, single saturated pixels, label maps and images of one grey are not blank areas")
    func nothing() {
        let (width, height) = (200, 160)
        var values = Self.noise(width, height, seed: 9)
        #expect(Self.shown(in: Self.image(values, width, isDeep: false)) == nil)
        for x in 0..<width { for y in [40, 80, 120] { values[y * width + x] = 255 } }
        let found = Self.shown(in: Self.image(values, width, isDeep: false)) ?? []
        #expect(!found.contains(0))
        let labels = (0..<width * height).map { UInt8($0 % width / 70) }
        #expect(Self.shown(in: Self.image(labels, width, isDeep: false)) == nil)
        let flat = [UInt8](repeating: 7, count: width * height)
        #expect(Self.shown(in: Self.image(flat, width, isDeep: false)) == nil)
    }

    @Test("a pixel is blank where its runs of extreme pixels are long enough both ways", arguments: 0..<20)
    func definition(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let (width, height) = (generator.integer(in: 96...300), generator.integer(in: 96...300))
        var values = Self.noise(width, height, seed: UInt64(seed))
        for _ in 0..<30 {
            let (w, h) = (generator.integer(in: 1...width / 6), generator.integer(in: 1...height / 6))
            let (left, top) = (generator.integer(in: 0...width - w), generator.integer(in: 0...height - h))
            let grey: UInt8 = Bool.random(using: &generator) ? 0 : 255
            for y in top..<top + h { for x in left..<left + w { values[y * width + x] = grey } }
        }
        let shown = try #require(Self.shown(in: Self.image(values, width, isDeep: seed % 2 == 0)))
        func isExtreme(_ x: Int, _ y: Int) -> Bool {
            (0..<width).contains(x) && (0..<height).contains(y) && [0, 255].contains(values[y * width + x])
        }
        func run(_ x: Int, _ y: Int, _ dx: Int, _ dy: Int) -> Int {
            var length = 1
            for sign in [-1, 1] {
                var step = 1
                while isExtreme(x + sign * step * dx, y + sign * step * dy) { step += 1 }
                length += step - 1
            }
            return length
        }
        for y in 0..<height {
            for x in 0..<width {
                let isBlank =
                    isExtreme(x, y) && run(x, y, 1, 0) >= BlankAreas.shortestRun(width)
                    && run(x, y, 0, 1) >= BlankAreas.shortestRun(height)
                #expect(shown[y * width + x] == (isBlank ? 0 : 255))
            }
        }
    }

    @Test("the smallest images have none")
    func smallest() {
        for (width, values) in [(1, [UInt8(3)]), (2, [0, 255]), (1, [0, 255, 9])] {
            #expect(Self.shown(in: Self.image(values, width, isDeep: false))?.contains(0) != true)
        }
    }
}
