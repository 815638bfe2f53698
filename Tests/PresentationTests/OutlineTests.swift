import Imaging
import Presentation
import Testing

@Suite("Outlines of masks")
struct OutlineTests {
    /// A grid from rows of text; a digit is a structure's label.
    private func grid(_ rows: [String]) -> LabelGrid {
        LabelGrid(
            width: rows[0].count, height: rows.count,
            labels: rows.joined().map { UInt8(String($0)) ?? 0 })
    }

    private func loops(_ rows: [String]) -> [[OutlinePoint]] {
        let grid = grid(rows)
        return OutlineTracer.loops(width: grid.width, height: grid.height) {
            grid.labels[$1 * grid.width + $0] != 0
        }
    }

    /// Twice the signed area: positive where the line runs clockwise on the screen.
    private func area(_ loop: [OutlinePoint]) -> Double {
        zip(loop, loop.dropFirst() + loop.prefix(1)).reduce(0) { $0 + $1.0.x * $1.1.y - $1.1.x * $1.0.y }
    }

    @Test("go clockwise round a region, and the other way round a hole in it")
    func holes() {
        let loops = loops(["11111", "11111", "11.11", "11111", "11111"])
        #expect(loops.count == 2)
        #expect(loops.map(\.count).sorted() == [4, 20])
        #expect(loops.filter { area($0) > 0 }.count == 1 && loops.filter { area($0) < 0 }.count == 1)
    }

    @Test("keep cells apart that touch at a corner alone")
    func corners() {
        #expect(loops(["1..", ".1.", "..1"]).map(\.count) == [4, 4, 4])
        #expect(loops(["..1", ".1.", "1.."]).map(\.count) == [4, 4, 4])
        #expect(loops(["11.", "1.1", ".11"]).map(\.count) == [8, 8])
    }

    @Test("close at the picture's edge, and are none where nothing is inside")
    func edges() {
        #expect(loops(["11", "11"]).map(\.count) == [8])
        #expect(loops(["...", "..."]).isEmpty)
        #expect(loops(["1"]).map(\.count) == [4])
    }

    @Test("have every edge between inside and outside once, whatever the region")
    func everyEdge() {
        var random = SplitMix(state: 7)
        for _ in 0..<40 {
            let cells = (0..<12 * 9).map { _ in random.next() % 3 > 0 }
            func inside(_ x: Int, _ y: Int) -> Bool {
                (0..<12).contains(x) && (0..<9).contains(y) && cells[y * 12 + x]
            }
            var edges = 0
            for y in -1...9 {
                for x in -1...12 {
                    if inside(x, y) != inside(x + 1, y) { edges += 1 }
                    if inside(x, y) != inside(x, y + 1) { edges += 1 }
                }
            }
            let loops = OutlineTracer.loops(width: 12, height: 9) { cells[$1 * 12 + $0] }
            #expect(loops.reduce(0) { $0 + $1.count } == edges)
        }
    }

    @Test("leave out points that lie on the line, and none that is further off than the tolerance")
    func simplification() {
        let side = (0..<10).map { Double($0) }
        var square = side.map { OutlinePoint(x: $0, y: 0) }
        square += side.map { OutlinePoint(x: 10, y: $0) }
        square += side.map { OutlinePoint(x: 10 - $0, y: 10) }
        square += side.map { OutlinePoint(x: 0, y: 10 - $0) }
        let simple = OutlineSimplification.simplified(square, tolerance: 0.1)
        #expect(
            simple == [
                OutlinePoint(x: 0, y: 0), OutlinePoint(x: 10, y: 0), OutlinePoint(x: 10, y: 10),
                OutlinePoint(x: 0, y: 10),
            ])
        #expect(OutlineSimplification.simplified(Array(square.prefix(2)), tolerance: 1).isEmpty)
    }

    @Test("lie where the structure lies, in shares of the picture, and follow a map")
    func places() {
        let outline = Outline(grid(["....", ".22.", ".22.", "...."]), structure: 1)
        let points = outline.loops.flatMap { $0 }
        #expect(points.allSatisfy { (0.2...0.8).contains($0.x) && (0.2...0.8).contains($0.y) })
        #expect(points.contains { $0.x > 0.7 } && points.contains { $0.y < 0.3 })
        #expect(Outline(grid(["....", ".22."]), structure: 0).isEmpty)
        let moved = outline.mapped(AffineMap(xx: 0.5, xy: 0, x0: 0.5, yx: 0, yy: 1, y0: 0))
        #expect(moved.loops.flatMap { $0 }.allSatisfy { $0.x > 0.6 })
    }
}

/// Reproducible random numbers (Steele, Lea and Flood 2014).
struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return value ^ (value >> 31)
    }
}
