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
        var expected = [Bool](repeating: false, count: values.count)
        for y in top..<top + boxHeight {
            for x in left..<left + boxWidth {
                values[y * width + x] = (x + y) % 5 == 0 ? 255 - paper : paper
                expected[y * width + x] = true
            }
        }
        #expect(BlankAreas.find(in: Self.image(values, width, isDeep: false)) == expected)
        #expect(BlankAreas.find(in: Self.image(values, width, isDeep: true)) == expected)
    }

    @Test("thin lines, single saturated pixels, label maps and images of one grey are not blank areas")
    func nothing() {
        let (width, height) = (200, 160)
        var values = Self.noise(width, height, seed: 9)
        #expect(BlankAreas.find(in: Self.image(values, width, isDeep: false)) == nil)
        for x in 0..<width { for y in [40, 80, 120] { values[y * width + x] = 255 } }
        let found = BlankAreas.find(in: Self.image(values, width, isDeep: false)) ?? []
        #expect(!found.contains(true))
        let labels = (0..<width * height).map { UInt8($0 % width / 70) }
        #expect(BlankAreas.find(in: Self.image(labels, width, isDeep: false)) == nil)
        let flat = [UInt8](repeating: 7, count: width * height)
        #expect(BlankAreas.find(in: Self.image(flat, width, isDeep: false)) == nil)
    }

    @Test("the smallest images have none")
    func smallest() {
        for (width, values) in [(1, [UInt8(3)]), (2, [0, 255]), (1, [0, 255, 9])] {
            #expect(BlankAreas.find(in: Self.image(values, width, isDeep: false))?.contains(true) != true)
        }
    }
}
