public import Imaging

/// An image and where it shows nothing: boxes, black fill and the like are masked out in registration, as what
/// lies beyond the image's edge does.
public struct Radiograph: Sendable {
    /// The image, its blank areas black.
    let picture: GrayscaleImage
    /// Where the picture shows; nil where it shows everywhere.
    private let shown: Shown?
    /// The image without edge rows and columns that are blank throughout.
    let content: PresentationState.Rectangle
    public let width: Int
    public let height: Int
    /// Whether blank areas, if there are any, count as picture.
    let includesBlankAreas: Bool

    /// Whether something is masked out.
    var hasBlankAreas: Bool { shown != nil }

    public init(_ image: GrayscaleImage) {
        width = image.width
        height = image.height
        includesBlankAreas = false
        guard let blank = BlankAreas.find(in: image) else {
            picture = image
            self.shown = nil
            content = .whole
            return
        }
        content = ContentRectangle.find(width: width, height: height) { blank.contains(x: $0, y: $1) }
        let samples: GrayscaleImage.Samples =
            switch image.samples {
            case .eightBit(let values): .eightBit(blank.cleared(values))
            case .sixteenBit(let values): .sixteenBit(blank.cleared(values))
            }
        picture = GrayscaleImage(width: width, height: height, samples: samples)
        shown = Shown(except: blank)
    }

    /// The image with all that it has, blank or not.
    package init(whole image: GrayscaleImage) {
        picture = image
        shown = nil
        content = .whole
        width = image.width
        height = image.height
        includesBlankAreas = true
    }

    private init(picture: GrayscaleImage, shown: Shown?, of radiograph: Radiograph) {
        self.picture = picture
        self.shown = shown
        content = radiograph.content
        width = radiograph.width
        height = radiograph.height
        includesBlankAreas = radiograph.includesBlankAreas
    }

    /// The same radiograph at a size that poses can be sampled from quickly, at 16 bits. Width and height stay the
    /// original's.
    func reduced(width: Int, height: Int) -> Radiograph {
        Radiograph(
            picture: picture.resampled(width: width, height: height).sixteenBit,
            shown: shown.map { Shown($0.resampled(width: width, height: height).sixteenBit) }, of: self)
    }

    /// The whole radiograph at a size, whatever its aspect ratio, and how much of each pixel shows picture.
    package func resampled(width: Int, height: Int) -> (image: Image, coverage: Image?) {
        let image = picture.resampled(width: width, height: height)
        guard let shown else { return (image, nil) }
        let coverage = shown.resampled(width: width, height: height)
        return (Radiograph.overShown(image, coverage), coverage)
    }

    /// The radiograph through a map from the output's pixels to the original's, in frame units of both.
    ///
    /// Where an output pixel covers many of the radiograph's, blocks of them are averaged first: a mean of means over
    /// whole blocks, of which ``samplesAcross`` or more lie along its sides.
    package func resampled(through map: AffineMap, size: Int) -> SampledImage {
        reduced(for: map, size: size).sampled(through: map, size: size)
    }

    /// What ``resampled(through:size:)`` samples: the radiograph by means over whole blocks, or itself. Every orientation
    /// of a frame takes the same, and what is reduced already is not reduced again (up to 16,384 pixels a side).
    package func reduced(for map: AffineMap, size: Int) -> Radiograph {
        let across = (abs(map.xx) + abs(map.xy)) * Double(picture.width) / Double(size)
        let down = (abs(map.yx) + abs(map.yy)) * Double(picture.height) / Double(size)
        func reduction(_ extent: Double) -> Int {
            extent.isFinite ? Int(max(1, min(extent / Self.samplesAcross, 64))) : 1
        }
        guard reduction(across) > 1 || reduction(down) > 1 else { return self }
        return reduced(
            width: max(1, picture.width / reduction(across)), height: max(1, picture.height / reduction(down)))
    }

    static let samplesAcross = 4.0

    private func sampled(through map: AffineMap, size: Int) -> SampledImage {
        let toPixels = AffineMap(
            xx: Double(picture.width), xy: 0, x0: 0, yx: 0, yy: Double(picture.height), y0: 0
        ).after(map).after(AffineMap(xx: 1 / Double(size), xy: 0, x0: 0, yx: 0, yy: 1 / Double(size), y0: 0))
        var sampled = picture.resampled(through: toPixels, width: size, height: size)
        guard let shown else { return sampled }
        let share = shown.image.resampled(through: toPixels, width: size, height: size).image
        sampled.image = Radiograph.overShown(sampled.image, share)
        for index in sampled.coverage.pixels.indices { sampled.coverage.pixels[index] *= share.pixels[index] }
        return sampled
    }

    /// Means over what shows, from means over everything with the blank areas black.
    private static func overShown(_ image: Image, _ share: Image) -> Image {
        var result = image
        for index in result.pixels.indices {
            let part = share.pixels[index]
            result.pixels[index] = part > 0 ? min(result.pixels[index] / part, 1) : 0
        }
        return result
    }
}

/// Where a radiograph's picture shows: a bit a pixel as long as that will do, since an image of it takes longer to
/// write than to score.
private struct Shown: Sendable {
    private enum Form {
        case image(GrayscaleImage)
        case blank(PixelMask)
    }

    private let form: Form

    init(_ image: GrayscaleImage) { form = .image(image) }

    init(except blank: PixelMask) { form = .blank(blank) }

    /// White where the picture shows.
    var image: GrayscaleImage {
        switch form {
        case .image(let image): image
        case .blank(let mask):
            GrayscaleImage(
                width: mask.width, height: mask.height,
                samples: .eightBit(mask.cleared(Array(repeating: 255, count: mask.width * mask.height))))
        }
    }

    /// ``image`` at another size.
    func resampled(width: Int, height: Int) -> Image {
        if case .blank(let mask) = form, let shares = mask.complementShares(width: width, height: height) {
            return shares
        }
        return image.resampled(width: width, height: height)
    }
}

extension Image {
    /// Values in 0...1 at sixteen bits.
    fileprivate var sixteenBit: GrayscaleImage {
        GrayscaleImage(
            width: width, height: height, samples: .sixteenBit(pixels.map { UInt16(min(max($0, 0), 1) * 65535) }))
    }
}

extension PixelMask {
    /// Row-major values of which those of the set's pixels become 0.
    fileprivate func cleared<Sample: FixedWidthInteger>(_ values: [Sample]) -> [Sample] {
        var result = values
        result.withUnsafeMutableBufferPointer { result in forEachRun { result[$0].update(repeating: 0) } }
        return result
    }
}
