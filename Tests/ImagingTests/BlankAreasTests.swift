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
        #expect(BlankAreas.shown(in: Self.image(values, width, isDeep: false)) == expected)
        #expect(BlankAreas.shown(in: Self.image(values, width, isDeep: true)) == expected)
    }

    @Test("thin lines, single saturated pixels, label maps and images of one grey are not blank areas")
    func nothing() {
        let (width, height) = (200, 160)
        var values = Self.noise(width, height, seed: 9)
        #expect(BlankAreas.shown(in: Self.image(values, width, isDeep: false)) == nil)
        for x in 0..<width { for y in [40, 80, 120] { values[y * width + x] = 255 } }
        let found = BlankAreas.shown(in: Self.image(values, width, isDeep: false)) ?? []
        #expect(!found.contains(0))
        let labels = (0..<width * height).map { UInt8($0 % width / 70) }
        #expect(BlankAreas.shown(in: Self.image(labels, width, isDeep: false)) == nil)
        let flat = [UInt8](repeating: 7, count: width * height)
        #expect(BlankAreas.shown(in: Self.image(flat, width, isDeep: false)) == nil)
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
        let shown = try #require(BlankAreas.shown(in: Self.image(values, width, isDeep: seed % 2 == 0)))
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
            #expect(BlankAreas.shown(in: Self.image(values, width, isDeep: false))?.contains(0) != true)
        }
    }
}
