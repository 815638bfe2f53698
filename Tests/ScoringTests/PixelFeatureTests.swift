import Imaging
import Learning
import NumericSupport
import Scoring
import Testing

@Suite("What a forest sees")
struct PixelFeatureTests {
    @Test("box means are the means of the pixels in the box", arguments: [0, 1, 3, 9])
    func boxes(radius: Int) {
        let side = 12
        var random = SplitMix64(seed: 4)
        let values = (0..<side * side).map { _ in random.uniform() }
        for (right, down) in [(0, 0), (5, -2), (-20, 3), (4, 30)] {
            var found = [Float](repeating: -1, count: side * side)
            BoxMeans(values, side: side).write(radius: radius, right: right, down: down) { found[$0] = $1 }
            for index in found.indices {
                let x = min(max(index % side + right, 0), side - 1)
                let y = min(max(index / side + down, 0), side - 1)
                let inside = values.indices.filter {
                    abs($0 % side - x) <= radius && abs($0 / side - y) <= radius
                }
                let mean = inside.reduce(0.0) { $0 + Double(values[$1]) } / Double(inside.count)
                #expect(abs(Double(found[index]) - mean) < 1e-6)
            }
        }
    }

    @Test("every feature is told apart, and those that are left out are gone")
    func features() {
        let size = 64
        var random = SplitMix64(seed: 5)
        let (grey, edges) = (
            (0..<size * size).map { _ in random.uniform() }, (0..<size * size).map { _ in 6 * random.uniform() - 3 }
        )
        func table(_ features: PixelFeatures, _ map: AffineMap = .identity) -> FeatureTable {
            features.table(equalized: grey, edges: edges, size: size, map: map)
        }
        func column(_ table: FeatureTable, _ feature: Int) -> [UInt8] {
            (0..<table.sampleCount).map { table.values[$0 * table.featureCount + feature] }
        }
        let far = PixelFeatures(offsets: .far)
        let all = table(far)
        #expect(all.featureCount == far.count && all.sampleCount == size * size)
        #expect(Set((0..<all.featureCount).map { column(all, $0) }).count == all.featureCount)
        // The first is the place across: the frame spans the middle half of what a byte holds.
        #expect(column(all, 0)[0] == 64 && column(all, 0)[size - 1] == 190)
        let shifted = table(far, AffineMap(xx: 1, xy: 0, x0: 0.25, yx: 0, yy: 1, y0: 0))
        #expect(column(shifted, 0)[0] == 96 && column(shifted, 1) == column(all, 1))
        let near = PixelFeatures(offsets: .near, knowsPlace: false)
        let fewer = table(near)
        #expect(fewer.featureCount == near.count && fewer.featureCount == all.featureCount - 4 - 16)
        #expect(column(fewer, 0) == column(all, 4))
    }

    @Test("the frame of the mean reference is where a shifted image was before")
    func frame() {
        let frame = MeanFrame(PhantomSet.set)
        let radiograph = PhantomSet.cases[0].image
        let query = PhantomSet.query(radiograph)
        let straight = frame.map(of: query.moving)
        // The same radiograph, 6 of 128 pixels further right.
        guard case .eightBit(let samples) = radiograph.samples else { return }
        let moved = samples.indices.map { index in
            samples[index % 128 >= 6 ? index - 6 : index - index % 128]
        }
        let shifted = frame.map(
            of: PhantomSet.query(GrayscaleImage(width: 128, height: 128, samples: .eightBit(moved))).moving)
        for (x, y) in [(0.3, 0.4), (0.5, 0.5), (0.7, 0.6)] {
            let (before, after) = (straight.apply(x: x, y: y), shifted.apply(x: x + 6.0 / 128, y: y))
            #expect(abs(before.x - after.x) < 0.02 && abs(before.y - after.y) < 0.02)
        }
        let reference = PhantomSet.set.references[2]
        #expect(frame.map(of: reference, at: 2) == frame.map(of: reference, at: 2))
    }
}
