import Imaging
import Scoring
import TestSupport
import Testing

@Suite("Radiographs with blank areas")
struct RadiographTests {
    private static func covered(_ radiograph: GrayscaleImage, by grey: UInt8) throws -> GrayscaleImage {
        guard case .eightBit(var values) = radiograph.samples else { throw NoEightBits() }
        for index in values.indices { values[index] = min(max(values[index], 1), 254) }
        // Both extremes occur whatever the box is.
        (values[0], values[values.count - 1]) = (0, 255)
        for y in 40..<72 { for x in 16..<48 { values[y * radiograph.width + x] = grey } }
        return GrayscaleImage(width: radiograph.width, height: radiograph.height, samples: .eightBit(values))
    }

    private struct NoEightBits: Error {}

    @Test("what lies under a box does not matter, nor does the box's grey", arguments: 0..<3)
    func boxes(index: Int) throws {
        let radiograph = PhantomSet.cases[index].image
        let (black, white) = (
            PhantomSet.query(try Self.covered(radiograph, by: 0)),
            PhantomSet.query(try Self.covered(radiograph, by: 255))
        )
        let isAlike = black.prepared == white.prepared
        #expect(isAlike)
        #expect(abs(black.emptyShare - 32 * 32 / Float(128 * 128)) < 0.001)
    }

    @Test("a radiograph through a pose looks as if every one of its pixels had been sampled", arguments: 0..<3)
    func posed(index: Int) throws {
        let (side, size) = (1024, 64)
        let grey = PhantomSet.cases[index].image.resampled(width: side, height: side).pixels
        let image = GrayscaleImage(
            width: side, height: side, samples: .sixteenBit(grey.map { UInt16(min(max($0, 0), 1) * 60000 + 2000) }))
        var pose = PresentationState()
        pose.rotation = 20
        pose.scale = 0.9
        let toFrame = AffineMap(xx: 1 / Double(size), xy: 0, x0: 0, yx: 0, yy: 1 / Double(size), y0: 0)
        let map = pose.frameToImage(width: side, height: side)
        let toPixels = AffineMap(xx: Double(side), xy: 0, x0: 0, yx: 0, yy: Double(side), y0: 0)
        let every = image.resampled(through: toPixels.after(map).after(toFrame), width: size, height: size)
        let radiograph = Radiograph(image).resampled(through: map, size: size)
        #expect(every.coverage.pixels.contains { $0 < 1 })
        let seen = every.image.pixels.indices.filter {
            min(every.coverage.pixels[$0], radiograph.coverage.pixels[$0]) > 0.5
        }
        #expect(largestDifference(seen.map { every.image.pixels[$0] }, seen.map { radiograph.image.pixels[$0] }) < 0.02)
        #expect(largestDifference(every.coverage.pixels, radiograph.coverage.pixels) < 0.1)
    }

    @Test(
        "reduced once for a frame, it looks the same in every orientation as if it had been reduced for each",
        arguments: [(1013, 701), (90, 1500), (300, 64), (33, 20)])
    func reducedOnce(width: Int, height: Int) {
        var random = SeededGenerator(seed: UInt64(width))
        var grey = random.floats(width * height, in: 0...1).map { UInt16($0 * 60000 + 2000) }
        for y in 0..<height / 4 { for x in 0..<width / 3 { grey[y * width + x] = 0 } }
        let radiograph = Radiograph(GrayscaleImage(width: width, height: height, samples: .sixteenBit(grey)))
        var pose = PresentationState()
        pose.rectangle = PresentationState.Rectangle(x: 0.1, y: 0, width: 0.83, height: 0.9)
        let once = radiograph.reduced(for: pose.frameToImage(width: width, height: height), size: 64)
        for orientation in Orientation.allCases {
            pose.orientation = orientation
            let map = pose.frameToImage(width: width, height: height)
            let (first, second) = (radiograph.resampled(through: map, size: 64), once.resampled(through: map, size: 64))
            #expect(first.image == second.image && first.coverage == second.coverage)
        }
    }

    @Test("black margins round a radiograph are taken off, and it is scored nearly as without them", arguments: 0..<3)
    func margins(index: Int) throws {
        let radiograph = PhantomSet.cases[index]
        guard case .eightBit(let values) = radiograph.image.samples else { throw NoEightBits() }
        let (side, padded) = (PhantomSet.side, 2 * PhantomSet.side)
        var image = [UInt8](repeating: 0, count: side * padded)
        var labels = [UInt8](repeating: 0, count: side * padded)
        for y in 0..<side {
            for x in 0..<side {
                image[y * padded + x + side / 2] = max(values[y * side + x], 1)
                labels[y * padded + x + side / 2] = radiograph.truth.indices[y * side + x]
            }
        }
        func score(_ image: GrayscaleImage, _ labels: LabelMap) throws -> CaseScore {
            CaseScorer(
                set: PhantomSet.set, selection: ReferenceSelection(measure: .registeredCorrelation, count: 5)
            ).score(image, masks: [try PhantomSet.map(labels)])
        }
        let plain = try score(radiograph.image, radiograph.truth)
        let framed = try score(
            GrayscaleImage(width: padded, height: side, samples: .eightBit(image)),
            LabelMap(width: padded, height: side, indices: labels))
        for (a, b) in zip(plain.masks[0].structures, framed.masks[0].structures) {
            #expect(abs(try #require(a.consensus) - #require(b.consensus)) < 0.03)
        }
        #expect(framed.pose.description.contains("margins"))
    }

    @Test("lungs as black as the image gets are taken for picture where that fits better, a box never is")
    func cutContrast() throws {
        let scorer = CaseScorer(
            set: PhantomSet.set, selection: ReferenceSelection(measure: .registeredCorrelation, count: 5))
        var better = 0
        for phantom in PhantomSet.cases {
            guard case .eightBit(let values) = phantom.image.samples else { throw NoEightBits() }
            let masks = [try PhantomSet.map(phantom.truth)]
            for darkest in [70, 90, 110] {
                let cut = values.map { UInt8(min(max((Int($0) - darkest) * 255 / (255 - darkest), 0), 255)) }
                let image = GrayscaleImage(
                    width: phantom.image.width, height: phantom.image.height, samples: .eightBit(cut))
                let (found, first) = (
                    scorer.score(image, masks: masks), scorer.score(PhantomSet.query(image), masks: masks)
                )
                let (after, before) = (try #require(found.evidence), try #require(first.evidence))
                guard found.pose == .identity, after != before else { continue }
                #expect(before.blankShare > 0.02 && after.quality > before.quality + 0.005)
                #expect(found.reliability.figure <= first.reliability.figure)
                better += 1
            }
            let boxed = try Self.covered(phantom.image, by: 0)
            let (found, first) = (
                scorer.score(boxed, masks: masks), scorer.score(PhantomSet.query(boxed), masks: masks)
            )
            if found.pose == .identity { #expect(found == first) }
        }
        #expect(better > 0)
    }
}
