import Foundation
import Imaging
import Registration
import TestSupport
import Testing

@Suite("Preparation")
struct PreparationTests {
    @Test("equalised values have mean ½, lie in 0...1 and keep the order of the greys")
    func equalizedValues() {
        let image = randomFrame(seed: 1)
        let equalized = HistogramEqualization.equalized(image)
        #expect(equalized.pixels.allSatisfy { (0...1).contains($0) })
        #expect(abs(equalized.pixels.reduce(0, +) / Float(equalized.pixels.count) - 0.5) < 1e-5)
        let order = image.pixels.indices.sorted { image.pixels[$0] < image.pixels[$1] }
        for (darker, brighter) in zip(order, order.dropFirst()) {
            #expect(equalized.pixels[darker] <= equalized.pixels[brighter])
        }
    }

    @Test("equalisation by hand: each value is the share of darker pixels and half of its equals")
    func equalizationByHand() {
        let image = Image(width: 4, height: 2, pixels: [0, 0, 0, 0, 5, 5, 10, 20])
        #expect(
            HistogramEqualization.equalized(image).pixels == [0.25, 0.25, 0.25, 0.25, 0.625, 0.625, 0.8125, 0.9375])
    }

    @Test("equalisation undoes every rising change of the greys, up to the width of a histogram bin", arguments: 0..<5)
    func monotoneChange(seed: Int) {
        let image = randomFrame(seed: seed)
        let equalized = HistogramEqualization.equalized(image)
        let changes: [(Float) -> Float] = [
            { 0.2 * $0 + 0.3 }, { 1000 * $0 - 5 }, { pow($0, 0.5) }, { pow($0, 2) }, { exp(2 * $0) },
        ]
        for change in changes {
            var changed = image
            for index in changed.pixels.indices { changed.pixels[index] = change(changed.pixels[index]) }
            let difference = largestDifference(HistogramEqualization.equalized(changed).pixels, equalized.pixels)
            #expect(difference < 0.02)
        }
    }

    @Test("equalisation copes with constant pictures, values that are no numbers and the largest that are")
    func oddValues() {
        #expect(
            HistogramEqualization.equalized(Image(width: 3, height: 2, filledWith: 7)).pixels.allSatisfy { $0 == 0.5 })
        let nothing = Image(width: 2, height: 1, pixels: [.nan, .infinity])
        #expect(HistogramEqualization.equalized(nothing).pixels == [0.5, 0.5])
        let mixed = Image(width: 4, height: 1, pixels: [0, .nan, 1, -.infinity])
        #expect(HistogramEqualization.equalized(mixed).pixels == [0.375, 0.375, 0.875, 0.375])
        let largest = Float.greatestFiniteMagnitude
        let extremes = Image(width: 4, height: 1, pixels: [-largest, largest, 0, 0])
        #expect(HistogramEqualization.equalized(extremes).pixels == [0.125, 0.875, 0.5, 0.5])
        let tiny = Image(width: 2, height: 1, pixels: [0, .leastNonzeroMagnitude])
        #expect(HistogramEqualization.equalized(tiny).pixels == [0.25, 0.75])
    }

    @Test("local normalisation undoes gain and offset", arguments: 0..<5)
    func gainAndOffset(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let image = randomFrame(seed: seed)
        let (gain, offset) = (generator.float(in: 0.3...4), generator.float(in: -0.5...0.5))
        var changed = image
        for index in changed.pixels.indices { changed.pixels[index] = gain * changed.pixels[index] + offset }
        let first = LocalNormalization.normalized(image, sigma: 3, floor: 0.01, limit: 3)
        // The floor is in the image's grey units.
        let second = LocalNormalization.normalized(changed, sigma: 3, floor: 0.01 * gain, limit: 3)
        #expect(largestDifference(first.pixels, second.pixels) < 2e-3)
        #expect(first.pixels.allSatisfy { abs($0) <= 3 })
        #expect(rootMeanSquare(first.pixels.map(Double.init)) > 0.3)
    }

    @Test("a constant image becomes zero, however dark or bright")
    func constant() {
        for level: Float in [0, 0.5, 1] {
            let prepared = PreparedImage(Image(width: 64, height: 64, filledWith: level))
            #expect(prepared.fine.pixels.allSatisfy { abs($0) < 1e-3 })
            #expect(prepared.coarse.pixels.allSatisfy { abs($0) < 1e-3 })
        }
    }

    @Test("a prepared image is finite, limited, halved, and fades at the frame's border", arguments: 0..<3)
    func prepared(seed: Int) {
        let image = randomFrame(seed: seed)
        let prepared = PreparedImage(image)
        #expect(prepared.fine.width == 64 && prepared.coarse.width == 32)
        #expect(prepared.fine.pixels.allSatisfy { abs($0) <= 3 })
        var parameters = PreparationParameters.standard
        parameters.neighbourhood = parameters.coarseNeighbourhood
        #expect(prepared.coarse == ImagePyramid.halved(PreparedImage(image, parameters: parameters).fine))
        #expect(prepared.equalized == HistogramEqualization.equalized(image))
        func border(_ image: Image) -> Float { (0..<64).reduce(0) { max($0, abs(image[$1, 0]), abs(image[0, $1])) } }
        #expect(border(prepared.fine) < 0.5)
        var untapered = PreparationParameters.standard
        untapered.taper = 0
        let full = PreparedImage(image, parameters: untapered).fine
        #expect(border(full) > 0.5)
        // Past the margin the fade has no say.
        #expect((2..<62).allSatisfy { y in (2..<62).allSatisfy { full[$0, y] == prepared.fine[$0, y] } })
    }

    @Test("halving takes means of two by two, and keeps the mean")
    func halving() {
        let image = Image(width: 4, height: 2, pixels: [1, 2, 3, 4, 5, 6, 7, 8])
        #expect(ImagePyramid.halved(image) == Image(width: 2, height: 1, pixels: [3.5, 5.5]))
        let frame = randomFrame(seed: 3)
        let half = ImagePyramid.halved(frame)
        #expect(half.width == 32 && half.height == 32)
        let difference = frame.pixels.reduce(0) { $0 + Double($1) } / 4 - half.pixels.reduce(0) { $0 + Double($1) }
        #expect(abs(difference) < 1e-3)
    }

    private func randomFrame(seed: Int) -> Image {
        var generator = SeededGenerator(seed: UInt64(seed) &+ 50)
        var image = Image.smooth(width: 64, height: 64, using: &generator)
        for index in image.pixels.indices {
            image.pixels[index] = min(max(0.5 + image.pixels[index] / 4 + generator.float(in: -0.05...0.05), 0), 1)
        }
        return image
    }
}
