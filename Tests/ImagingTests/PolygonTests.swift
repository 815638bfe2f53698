import Imaging
import TestSupport
import Testing

@Suite("A polygon filled")
struct PolygonTests {
    private static func random(_ count: Int, _ generator: inout SeededGenerator) -> Polygon {
        Polygon(
            (0..<count).map { _ in
                // Half of them on pixels' centres and edges, where rounding would show.
                let whole = generator.integer(in: 0...1) == 0
                func coordinate() -> Double {
                    whole ? Double(generator.integer(in: -6...66)) / 2 : generator.double(in: -3...33)
                }
                return Polygon.Point(x: coordinate(), y: coordinate())
            })
    }

    /// How often a ray to the left of a point crosses the line.
    private static func crossings(_ polygon: Polygon, x: Double, y: Double) -> Int {
        polygon.points.indices.count { index in
            let (a, b) = (polygon.points[index], polygon.points[(index + 1) % polygon.points.count])
            guard (a.y <= y) != (b.y <= y) else { return false }
            return a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x) <= x
        }
    }

    @Test("has the pixels whose centres have an odd number of lines to their left", arguments: 0..<30)
    func evenOdd(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let polygons = (0..<generator.integer(in: 1...3)).map { _ in
            Self.random(generator.integer(in: 3...9), &generator)
        }
        let filled = Polygon.filled(polygons, width: 30, height: 27)
        var wrong = 0
        for y in 0..<27 {
            for x in 0..<30 {
                let count = polygons.reduce(0) {
                    $0 + Self.crossings($1, x: Double(x) + 0.5, y: Double(y) + 0.5)
                }
                // A line to within rounding of a centre may count on either side.
                if filled[y * 30 + x] != (count % 2 == 1) { wrong += 1 }
            }
        }
        #expect(wrong == 0)
    }

    @Test("shares no pixel with what lies along the same line, and leaves none out")
    func partition() {
        var generator = SeededGenerator(seed: 4)
        for _ in 0..<50 {
            // A rectangle cut in two by a line between its upper and lower side.
            let (upper, lower) = (Double(generator.integer(in: 0...40)) / 2, generator.double(in: 0...20))
            let left = Polygon([(0, 0), (upper, 0), (lower, 16), (0, 16)].map { Polygon.Point(x: $0.0, y: $0.1) })
            let right = Polygon([(upper, 0), (20, 0), (20, 16), (lower, 16)].map { Polygon.Point(x: $0.0, y: $0.1) })
            let first = Polygon.filled([left], width: 20, height: 16)
            let second = Polygon.filled([right], width: 20, height: 16)
            #expect(zip(first, second).allSatisfy { $0 != $1 })
        }
    }

    @Test("covers about its area, and does not change when its points are taken backwards or from another one on")
    func area() {
        var generator = SeededGenerator(seed: 9)
        for _ in 0..<20 {
            let points = [
                (3, 4), (generator.double(in: 150...190), 10), (180, 170), (20, generator.double(in: 140...190)),
            ]
            .map { Polygon.Point(x: Double($0.0), y: Double($0.1)) }
            var twice = 0.0
            for index in points.indices {
                let (a, b) = (points[index], points[(index + 1) % points.count])
                twice += a.x * b.y - b.x * a.y
            }
            let filled = Polygon.filled([Polygon(points)], width: 200, height: 200)
            let count = filled.count { $0 }
            #expect(abs(Double(count) - abs(twice) / 2) < 0.01 * Double(count))
            #expect(Polygon.filled([Polygon(points.reversed())], width: 200, height: 200) == filled)
            #expect(Polygon.filled([Polygon(Array(points[2...] + points[..<2]))], width: 200, height: 200) == filled)
        }
    }

    @Test("has a hole where another lies within, and is cut at the image's edge")
    func holes() {
        func square(_ lower: Double, _ upper: Double) -> Polygon {
            Polygon(
                [(lower, lower), (upper, lower), (upper, upper), (lower, upper)].map { Polygon.Point(x: $0.0, y: $0.1) }
            )
        }
        let ring = Polygon.filled([square(-5, 15), square(2, 8)], width: 10, height: 10)
        #expect(ring.count { $0 } == 100 - 36)
    }
}

@Suite("A label map at another size")
struct MajorityTests {
    @Test("has in each pixel the label that covers most of it", arguments: 0..<20)
    func majority(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let (width, height) = (generator.integer(in: 5...40), generator.integer(in: 5...40))
        let map = LabelMap(
            width: width, height: height, indices: (0..<width * height).map { _ in UInt8(generator.integer(in: 0...3)) }
        )
        let (newWidth, newHeight) = (generator.integer(in: 1...width), generator.integer(in: 1...height))
        let small = map.resampledByMajority(width: newWidth, height: newHeight)
        // Areas in whole numbers: pixels are cut into newWidth × newHeight pieces.
        for y in 0..<newHeight {
            for x in 0..<newWidth {
                var areas = [Int](repeating: 0, count: 4)
                for row in 0..<height {
                    let down = min((row + 1) * newHeight, (y + 1) * height) - max(row * newHeight, y * height)
                    guard down > 0 else { continue }
                    for column in 0..<width {
                        let across = min((column + 1) * newWidth, (x + 1) * width) - max(column * newWidth, x * width)
                        if across > 0 { areas[map[column, row]] += down * across }
                    }
                }
                #expect(areas.lastIndex(of: areas.max()!) == small[x, y])
            }
        }
    }

    @Test("of its own size is itself, and wide values stay what they are")
    func same() throws {
        let map = try LabelMap(width: 2, height: 2, labels: [0, 700, 700, 700], named: "a")
        #expect(map.resampledByMajority(width: 2, height: 2) == map)
        #expect(map.resampledByMajority(width: 1, height: 1)[0, 0] == 700)
    }
}

@Suite("A JSRT radiograph")
struct JSRTRadiographTests {
    @Test("is read with its higher byte first and its black turned to white")
    func samples() throws {
        var bytes = [UInt8](repeating: 0, count: 2 * 2048 * 2048)
        bytes.replaceSubrange(0..<8, with: [0x0f, 0xff, 0x08, 0x00, 0xff, 0xff, 0x00, 0x10])
        let radiograph = try JSRTRadiograph.image(from: bytes, named: "a.IMG")
        guard case .eightBit(let samples) = radiograph.samples else { return #expect(Bool(false), "8 bits") }
        #expect(Array(samples[0..<5]) == [0, 127, 0, 254, 255])
        #expect(radiograph.width == 2048 && radiograph.height == 2048)
    }

    @Test("of another length is refused", arguments: [1, 8_388_607, 8_388_609])
    func length(count: Int) {
        #expect(throws: InputError.self) {
            try JSRTRadiograph.image(from: [UInt8](repeating: 0, count: count), named: "a.IMG")
        }
    }
}
