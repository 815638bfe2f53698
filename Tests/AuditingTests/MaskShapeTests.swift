import Auditing
import Imaging
import TestSupport
import Testing

@Suite("A structure of a mask, measured")
struct MaskShapeTests {
    private static let side = 200

    private func mask(width: Int = side, height: Int = side, _ contains: @escaping (Int, Int) -> Bool) -> PixelRuns {
        PixelRuns(PixelMask(width: width, height: height) { contains($0 % width, $0 / width) })
    }

    private func disc(x: Int, y: Int, radius: Int) -> (Int, Int) -> Bool {
        { ($0 - x) * ($0 - x) + ($1 - y) * ($1 - y) <= radius * radius }
    }

    @Test("the length of an outline is counted as it is point by point", arguments: [1, 2, 63, 64, 65, 127, 128])
    func outlineLength(width: Int) {
        var generator = SeededGenerator(seed: UInt64(width))
        for height in [1, 3, 40, 128] {
            let density = generator.float(in: 0.02...0.98)
            let inside = generator.floats(width * height, in: 0...1).map { $0 < density ? Int32(1) : 0 }
            func value(_ x: Int, _ y: Int) -> Int32 {
                x >= 0 && y >= 0 && x < width && y < height ? inside[y * width + x] : 0
            }
            var (straight, diagonal) = (0, 0)
            for y in 0...height {
                for x in 0...width {
                    let (here, left, above) = (value(x, y), value(x - 1, y), value(x, y - 1))
                    straight += Int(here ^ left) + Int(here ^ above)
                    diagonal += Int(here ^ value(x - 1, y - 1)) + Int(left ^ above)
                }
            }
            let expected = Double.pi / 8 * (Double(straight) + Double(diagonal) / 2.0.squareRoot())
            let rows = (0..<height).map { y in
                (0..<width).reduce(UInt128(0)) { $0 | UInt128(inside[y * width + $1]) << UInt128($1) }
            }
            #expect(OutlineFigures.length(rows) == expected, "\(width) × \(height)")
        }
    }

    @Test("that is not there has no area and no figure")
    func empty() {
        let shapes = MaskShapes.measure([mask { _, _ in false }, mask(disc(x: 50, y: 50, radius: 20))])
        #expect(shapes[0] == MaskShape())
        #expect(!shapes[0].isPresent && shapes[1].isPresent)
        #expect(shapes[1][.shareOfMask] == nil)
    }

    @Test("has the area, box and centre that were drawn")
    func rectangle() throws {
        let shape = MaskShapes.measure([mask { (20..<60).contains($0) && (100..<150).contains($1) }])[0]
        #expect(shape.area == 0.05)
        #expect(try #require(shape[.width]).isClose(to: Float(0.2).logarithm))
        #expect(try #require(shape[.height]).isClose(to: Float(0.25).logarithm))
        #expect(try #require(shape[.centreAcross]).isClose(to: 0.2))
        #expect(try #require(shape[.centreDown]).isClose(to: 0.625))
        #expect(try #require(shape[.leftHalf]).isClose(to: 0.5))
        #expect(try #require(shape[.slant]).isClose(to: 0))
        #expect(shape.componentCount == 1 && shape.largest == [1])
        #expect(shape.holes == 0 && shape.edge == 0)
    }

    @Test("is made of parts that touch by a corner at least")
    func components() {
        let shape = MaskShapes.measure([
            mask { (x, y) in
                // Two squares that touch by a corner, one apart.
                (x < 10 && y < 10) || ((10..<20).contains(x) && (10..<20).contains(y)) || (x >= 180 && y >= 180)
            }
        ])[0]
        #expect(shape.componentCount == 2)
        #expect(shape.largest.map { ($0 * 600).rounded() } == [400, 200])
        #expect((shape.outside(largest: 1) * 600).rounded() == 200)
        #expect(shape.outside(largest: 2) == 0)
    }

    @Test("has as many large parts as there are, and the four largest of small ones")
    func manyParts() {
        func shape(parts: Int, specks: Int) -> MaskShape {
            MaskShapes.measure([
                mask { (x, y) in
                    // Bars of 5 × 100 pixels side by side, and single pixels below them.
                    let isBar = x % 10 < 5 && x / 10 < parts && y < 100
                    let isSpeck = x % 2 == 0 && x / 2 < specks && y == 150
                    return isBar || isSpeck
                }
            ])[0]
        }
        let ribs = shape(parts: 8, specks: 0)
        #expect(ribs.largest == Array(repeating: 0.125, count: 8))
        #expect(ribs.outside(largest: 8) == 0 && ribs.outside(largest: 4) == 0.5)
        #expect(shape(parts: 20, specks: 0).largest == Array(repeating: 0.05, count: 20))
        #expect(shape(parts: 1, specks: 50).largest.count == 4)
        #expect(shape(parts: 8, specks: 50).largest.count == 8)
    }

    @Test("has the holes that it encloses, not bays nor what the image's edge closes")
    func holes() {
        let shape = MaskShapes.measure([
            mask { (x, y) in
                guard (50..<150).contains(x), y < 100 else { return false }
                let isHole = (70..<80).contains(x) && (40..<50).contains(y)
                let isBay = (100..<110).contains(x) && y >= 60
                let isNotch = (120..<130).contains(x) && y < 20
                return !isHole && !isBay && !isNotch
            }
        ])[0]
        let pixels = Float(100 * 100 - 100 - 400 - 200)
        #expect((shape.holes * pixels).rounded() == 100)
        #expect(shape.edge > 0.1)
    }

    @Test("lies inside another, or is claimed by it")
    func relations() {
        let inner = mask(disc(x: 100, y: 100, radius: 20))
        let ring = mask { (x, y) in
            self.disc(x: 100, y: 100, radius: 60)(x, y) && !self.disc(x: 100, y: 100, radius: 30)(x, y)
        }
        let shapes = MaskShapes.measure([inner, ring])
        #expect(shapes[0].enclosed == MaskShape.Share(share: 1, other: 1))
        #expect(shapes[1].enclosed == nil)
        #expect(shapes[0].overlap == nil)
        let half = mask { (x, y) in x < 100 && self.disc(x: 100, y: 100, radius: 20)(x, y) }
        let overlapping = MaskShapes.measure([inner, half], canOverlap: true)
        #expect(overlapping[1].overlap == MaskShape.Share(share: 1, other: 0))
        #expect(overlapping[0].overlap?.share ?? 0 < 0.5)
    }

    @Test("is rougher with teeth than without")
    func raggedness() throws {
        let smooth = MaskShapes.measure([mask { (x, y) in (40..<160).contains(x) && (40..<160).contains(y) }])[0]
        let teeth = MaskShapes.measure([
            mask { (x, y) in (40..<160).contains(x) && y < 160 && y >= (x / 4 % 2 == 0 ? 40 : 50) }
        ])[0]
        #expect(try #require(smooth[.raggedness]) < 0.1)
        #expect(try #require(teeth[.raggedness]) > #require(smooth[.raggedness]) + 0.2)
        #expect(try #require(teeth[.smoothingLoss]) > #require(smooth[.smoothingLoss]))
    }

    @Test("has the same figures at another resolution", arguments: 1...6)
    func resolution(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let (x, y) = (Int.random(in: 60...140, using: &random), Int.random(in: 60...140, using: &random))
        let radius = Int.random(in: 20...50, using: &random)
        let small = MaskShapes.measure([mask(disc(x: x, y: y, radius: radius))])[0]
        let large = MaskShapes.measure([
            mask(width: 800, height: 800) { self.disc(x: x, y: y, radius: radius)($0 / 4, $1 / 4) }
        ])[0]
        for figure in ShapeFigure.allCases where small[figure] != nil {
            let difference = abs(try #require(small[figure]) - #require(large[figure]))
            #expect(difference < 0.06, "\(figure) of seed \(seed): \(difference)")
        }
    }
}

extension Float {
    fileprivate func isClose(to other: Float) -> Bool { abs(self - other) < 1e-4 }
    fileprivate var logarithm: Float { Float(Double(self).logarithm) }
}

extension Double {
    /// By the series of the area's hyperbolic tangent, for numbers above 0 and not far from 1.
    fileprivate var logarithm: Double {
        let z = (self - 1) / (self + 1)
        return (0..<200).reduce(0) { sum, n in
            let power = (0..<(2 * n + 1)).reduce(1.0) { product, _ in product * z }
            return sum + 2 * power / Double(2 * n + 1)
        }
    }
}
