import Foundation
import Imaging
import Testing

@Suite("Resampling")
struct ResamplingTests {
    private static func image(_ width: Int, _ height: Int, is16Bit: Bool, seed: UInt64 = 1) -> GrayscaleImage {
        let values = randomSamples(width * height, below: is16Bit ? 65536 : 256, seed: seed)
        return GrayscaleImage(
            width: width, height: height,
            samples: is16Bit ? .sixteenBit(values.map { UInt16($0) }) : .eightBit(values.map { UInt8($0) }))
    }

    private func largestDifference(_ a: Image, _ b: Image) -> Float {
        zip(a.pixels, b.pixels).map { abs($0 - $1) }.max() ?? 0
    }

    @Test(
        "The fast kernels equal the definition: whole, fractional, growing and mixed scales",
        arguments: [
            (64, 64, 16, 16), (64, 32, 32, 16), (60, 60, 20, 12), (37, 53, 16, 16), (53, 37, 52, 36), (40, 9, 7, 31),
            (5, 7, 11, 13), (1, 1, 3, 2), (100, 1, 1, 1), (17, 23, 17, 23), (31, 64, 31, 9), (1, 50, 8, 8),
        ], [false, true])
    func areaEqualsReference(size: (Int, Int, Int, Int), is16Bit: Bool) {
        let image = Self.image(size.0, size.1, is16Bit: is16Bit)
        let fast = image.resampled(width: size.2, height: size.3)
        let reference = ResamplingReference.resample(image, width: size.2, height: size.3)
        #expect(fast.width == size.2 && fast.height == size.3)
        #expect(largestDifference(fast, reference) < 2e-6)
        let areas = image.areaMeans(width: size.2, height: size.3)
        let plain = ResamplingReference.resample(image, width: size.2, height: size.3, byAreas: true)
        #expect(areas.width == size.2 && areas.height == size.3)
        #expect(largestDifference(areas, plain) < 2e-6)
    }

    @Test("By areas, an image that grows stays as its squares are")
    func squares() {
        let image = GrayscaleImage(width: 2, height: 1, samples: .eightBit([0, 255]))
        #expect(image.areaMeans(width: 6, height: 2).pixels == [0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1])
        #expect(image.areaMeans(width: 3, height: 1).pixels == [0, 0.5, 1])
        #expect(image.resampled(width: 6, height: 1).pixels != [0, 0, 0, 1, 1, 1])
    }

    @Test("A shrunk image keeps its mean", arguments: [(50, 41, 16, 16), (64, 64, 10, 63)])
    func meanIsKept(size: (Int, Int, Int, Int)) {
        let image = Self.image(size.0, size.1, is16Bit: false)
        let exact = Double(values(of: image).reduce(0, +)) / Double(255 * size.0 * size.1)
        let pixels = image.resampled(width: size.2, height: size.3).pixels
        #expect(abs(pixels.reduce(0) { $0 + Double($1) } / Double(pixels.count) - exact) < 1e-6)
    }

    @Test("White stays 1, never above, and the same size changes nothing")
    func rangeAndIdentity() {
        let white = GrayscaleImage(width: 97, height: 89, samples: .eightBit([UInt8](repeating: 255, count: 97 * 89)))
        for (width, height) in [(32, 32), (97, 89), (200, 3), (13, 170)] {
            let pixels = white.resampled(width: width, height: height).pixels
            #expect(pixels.allSatisfy { $0 <= 1 && $0 > 0.999_999 })
        }
        let image = Self.image(30, 20, is16Bit: true)
        #expect(image.resampled(width: 30, height: 20).pixels == values(of: image).map { Float($0) / 65535 })
    }

    @Test("An image of Float values resamples as the same picture in bytes does")
    func floatImages() {
        let image = Self.image(45, 38, is16Bit: false)
        let floats = Image(width: 45, height: 38, pixels: values(of: image).map { Float($0) * 3 })
        let result = floats.resampled(width: 16, height: 50)
        let reference = ResamplingReference.resample(image, width: 16, height: 50)
        #expect(zip(result.pixels, reference.pixels).allSatisfy { abs($0 / 765 - $1) < 2e-6 })
    }

    @Test("A step edge falls where the coordinates say")
    func stepEdge() {
        // White from x = 3: the middle pixel covers 5/3 to 10/3, of which a third of a pixel is white.
        let image = GrayscaleImage(width: 5, height: 1, samples: .eightBit([0, 0, 0, 255, 255]))
        let pixels = image.resampled(width: 3, height: 1).pixels
        let expected: [Float] = [0, 0.2, 1]
        #expect(zip(pixels, expected).allSatisfy { abs($0 - $1) < 1e-6 })
    }

    @Test(
        "Sampling through a map equals the definition, coverage exactly",
        arguments: [
            AffineMap.identity, AffineMap(xx: 2.3, xy: 0.4, x0: -7, yx: -0.4, yy: 2.3, y0: 11),
            AffineMap(xx: -1, xy: 0, x0: 60, yx: 0, yy: 1, y0: 0), AffineMap(xx: 0, xy: 1, x0: 0, yx: 1, yy: 0, y0: 0),
            AffineMap(xx: 0.3, xy: 0, x0: 50, yx: 0, yy: 0.2, y0: -2),
            AffineMap(xx: 4, xy: 0, x0: 0, yx: 0, yy: 4, y0: 0),
            AffineMap(xx: 0, xy: 0, x0: 5, yx: 0, yy: 0, y0: 5), AffineMap(xx: 1, xy: 0, x0: 500, yx: 0, yy: 1, y0: 0),
            AffineMap(xx: 900, xy: 1e-9, x0: -3, yx: 1e-300, yy: 40, y0: -9),
        ], [(60, 45), (1, 30), (30, 1)])
    func affineEqualsReference(map: AffineMap, size: (Int, Int)) {
        for is16Bit in [false, true] {
            let image = Self.image(size.0, size.1, is16Bit: is16Bit)
            let fast = image.resampled(through: map, width: 33, height: 27)
            let reference = ResamplingReference.resample(image, through: map, width: 33, height: 27)
            #expect(fast.coverage == reference.coverage)
            #expect(largestDifference(fast.image, reference.image) < 1e-5)
        }
    }

    @Test("Random maps equal the definition too", arguments: 0..<40)
    func randomMaps(seed: Int) {
        let numbers = randomSamples(6, below: 2_000_001, seed: UInt64(seed)).map { Double($0) / 1_000_000 - 1 }
        let map = AffineMap(
            xx: 3 * numbers[0], xy: 3 * numbers[1], x0: 40 + 60 * numbers[2], yx: 3 * numbers[3], yy: 3 * numbers[4],
            y0: 40 + 60 * numbers[5])
        let image = Self.image(70, 81, is16Bit: false, seed: UInt64(seed))
        let fast = image.resampled(through: map, width: 24, height: 31)
        let reference = ResamplingReference.resample(image, through: map, width: 24, height: 31)
        #expect(fast.coverage == reference.coverage)
        #expect(largestDifference(fast.image, reference.image) < 1e-5)
    }

    @Test("A map that only shrinks by a whole factor is area averaging, and covers everything")
    func affineEqualsArea() {
        let image = Self.image(64, 48, is16Bit: false)
        let sampled = image.resampled(
            through: AffineMap(xx: 4, xy: 0, x0: 0, yx: 0, yy: 4, y0: 0), width: 16, height: 12)
        #expect(sampled.coverage.pixels.allSatisfy { $0 == 1 })
        #expect(largestDifference(sampled.image, image.resampled(width: 16, height: 12)) < 1e-6)
    }

    @Test("Coverage is the share of a pixel inside the image")
    func coverage() {
        let image = GrayscaleImage(width: 4, height: 4, samples: .eightBit([UInt8](repeating: 255, count: 16)))
        let sampled = image.resampled(
            through: AffineMap(xx: 2, xy: 0, x0: -1, yx: 0, yy: 2, y0: 0), width: 4, height: 2)
        #expect(sampled.coverage.pixels == [0.5, 1, 0.5, 0, 0.5, 1, 0.5, 0])
        #expect(sampled.image.pixels == [1, 1, 1, 0, 1, 1, 1, 0])
    }

    @Test("Maps that are not finite see nothing", arguments: [Double.nan, .infinity, 1e300])
    func unusableMaps(value: Double) {
        let image = Self.image(8, 8, is16Bit: false)
        let sampled = image.resampled(
            through: AffineMap(xx: 1, xy: value, x0: 0, yx: 0, yy: 1, y0: 0), width: 4, height: 4)
        #expect(sampled.coverage.pixels.allSatisfy { $0 == 0 })
    }
}
