import Imaging
import Scoring
import Testing

@Suite("Aspect ratios")
struct AspectRatioTests {
    @Test(
        "a mask may be larger or smaller than its image",
        arguments: [
            (100, 100, 1000, 1000), (256, 256, 2048, 2048), (2048, 1024, 512, 256), (341, 256, 1024, 768),
            (256, 192, 1023, 768), (1, 1, 1, 1), (1010, 1000, 1000, 1000), (1000, 1010, 1000, 1000),
            (1000, 1000, 1010, 1000), (2000, 2020, 500, 500),
        ])
    func equal(maskWidth: Int, maskHeight: Int, width: Int, height: Int) throws {
        try AspectRatio.check(Self.mask(maskWidth, maskHeight), against: Self.image(width, height), named: "mask.png")
    }

    @Test(
        "a mask of another shape is refused with both sizes",
        arguments: [
            (256, 256, 1024, 768), (100, 200, 200, 100), (1000, 1020, 500, 500), (1020, 1000, 500, 500),
            (64, 48, 48, 64),
            (1, 1000, 1000, 1000), (1000, 1, 1000, 1000), (1, 7, 1000, 1000), (2, 3, 1000, 1000),
        ])
    func different(maskWidth: Int, maskHeight: Int, width: Int, height: Int) {
        let error = #expect(throws: InputError.self) {
            try AspectRatio.check(
                Self.mask(maskWidth, maskHeight), against: Self.image(width, height), named: "mask.png")
        }
        #expect(error?.code == .sizeMismatch)
        #expect(
            error?.description
                == "mask.png: the mask is \(maskWidth) × \(maskHeight), its image \(width) × \(height); "
                + "give the mask the image's aspect ratio")
    }

    private static func mask(_ width: Int, _ height: Int) -> LabelMap {
        LabelMap(width: width, height: height, indices: [UInt8](repeating: 0, count: width * height))
    }

    private static func image(_ width: Int, _ height: Int) -> GrayscaleImage {
        GrayscaleImage(
            width: width, height: height, samples: .eightBit([UInt8](repeating: 0, count: width * height)))
    }
}
