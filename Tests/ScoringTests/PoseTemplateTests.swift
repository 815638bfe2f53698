import Imaging
import Registration
import Scoring
import TestSupport
import Testing

@Suite("Pose templates")
struct PoseTemplateTests {
    @Test("all shifts at once equal each pose worked out by itself", arguments: 0..<6)
    func plain(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let side = 16
        let mean = generator.floats(side * side, in: -0.1...0.1)
        let (rotations, scales) = ([-30.0, 0, 10], [0.65, 1, 1.35])
        let (width, height) = (100.0, generator.float(in: 50...200))
        let radiographs = (0..<3).map { position in
            PoseTemplates.Radiograph(
                grey: generator.floats(side * side, in: 0...1),
                shown: (0..<side * side).map { _ in position == 0 || generator.float(in: 0...1) < 0.7 ? 1 : 0 })
        }
        let templates = PoseTemplates(
            mean: mean, rotations: rotations, scales: scales, width: width, height: Double(height))
        var count = 0
        var largest: Float = 0
        templates.match(radiographs) { match in
            let plain = Self.plain(
                radiographs[match.radiograph], mean: mean, match: match, width: width, height: Double(height))
            largest = max(largest, abs(plain.correlation - match.correlation), abs(plain.coverage - match.coverage))
            count += 1
        }
        #expect(count == radiographs.count * rotations.count * scales.count * 25)
        #expect(largest < 1e-4)
    }

    /// Every pixel of the radiograph that shows picture, against the mean where it falls on the frame.
    private static func plain(
        _ radiograph: PoseTemplates.Radiograph, mean: [Float], match: PoseTemplates.Match, width: Double, height: Double
    ) -> (correlation: Float, coverage: Float) {
        let side = 16
        var pose = PresentationState()
        pose.rotation = match.rotation
        pose.scale = match.scale
        pose.shiftX = match.shiftX
        pose.shiftY = match.shiftY
        // Only the sides' ratio matters.
        let map = pose.frameToImage(width: Int(width * 1000), height: Int(height * 1000))
        let picture = Image(width: side, height: side, pixels: mean)
        var values = [Float](repeating: 0, count: side * side)
        var weights = values
        for pixel in 0..<side * side where radiograph.shown[pixel] > 0 {
            guard
                let position = map.inverse?.apply(
                    x: (Double(pixel % side) + 0.5) / Double(side), y: (Double(pixel / side) + 0.5) / Double(side)),
                (0..<1).contains(position.x), (0..<1).contains(position.y)
            else { continue }
            weights[pixel] = 1
            let (x, y) = (position.x * Double(side) - 0.5, position.y * Double(side) - 0.5)
            let (clampedX, clampedY) = (min(max(x, 0), Double(side - 1)), min(max(y, 0), Double(side - 1)))
            let (column, row) = (min(Int(clampedX), side - 2), min(Int(clampedY), side - 2))
            let (across, down) = (Float(clampedX - Double(column)), Float(clampedY - Double(row)))
            let upper = picture[column, row] + (picture[column + 1, row] - picture[column, row]) * across
            let lower =
                picture[column, row + 1] + (picture[column + 1, row + 1] - picture[column, row + 1]) * across
            values[pixel] = upper + (lower - upper) * down
        }
        let area = Float(Double(side * side) * match.scale * match.scale)
        return (
            NormalizedCorrelation.value(radiograph.grey, values, weights: weights),
            min(weights.reduce(0, +) / area, 1)
        )
    }

    @Test("the best match on a radiograph laid any way is the pose it lies in", arguments: Orientation.allCases)
    func orientation(orientation: Orientation) throws {
        var generator = SeededGenerator(seed: 4)
        let side = 16
        let coarse = Image(width: 4, height: 4, pixels: generator.floats(16, in: 0...1))
        let mean = coarse.resampled(width: side, height: side).pixels.map { $0 - 0.5 }
        var truth = PresentationState()
        truth.orientation = orientation
        truth.rotation = 20
        truth.scale = 0.65
        truth.shiftX = 0.125
        let inverse = try #require(truth.frameToImage(width: 300, height: 200).inverse)
        let frame = GrayscaleImage(
            width: side, height: side, samples: .sixteenBit(mean.map { UInt16(($0 + 0.5) * 65535) }))
        let toFrame = AffineMap(xx: Double(side), xy: 0, x0: 0, yx: 0, yy: Double(side), y0: 0)
            .after(inverse).after(AffineMap(xx: 1 / 300, xy: 0, x0: 0, yx: 0, yy: 1 / 200, y0: 0))
        let radiograph = frame.resampled(through: toFrame, width: 300, height: 200)
        // Where the frame does not reach, something that it does not show.
        let noise = generator.floats(300 * 200, in: 0...1)
        let grey = radiograph.image.pixels.indices.map {
            radiograph.coverage.pixels[$0] > 0 ? radiograph.image.pixels[$0] : noise[$0]
        }
        let best = PoseCandidates.best(
            of: Radiograph(
                GrayscaleImage(
                    width: 300, height: 200, samples: .sixteenBit(grey.map { UInt16(min($0, 1) * 65000 + 10) }))),
            mean: mean, rectangles: [.whole])
        let found = try #require(best.first)
        #expect(found.similarity > 0.8)
        #expect(found.pose == truth)
    }
}
