import Imaging
import TestSupport
import Testing

@Suite("Pixels as runs along rows")
struct PixelRunsTests {
    /// Component and hole sizes by flooding, pixel by pixel.
    private func flooded(
        _ inside: [Bool], width: Int, value: Bool, corners: Bool
    ) -> [(count: Int, touchesEdge: Bool)] {
        let height = inside.count / width
        var seen = [Bool](repeating: false, count: inside.count)
        var parts: [(count: Int, touchesEdge: Bool)] = []
        for start in inside.indices where inside[start] == value && !seen[start] {
            var (stack, part) = ([start], (count: 0, touchesEdge: false))
            seen[start] = true
            while let next = stack.popLast() {
                let (x, y) = (next % width, next / width)
                part.count += 1
                if x == 0 || y == 0 || x == width - 1 || y == height - 1 { part.touchesEdge = true }
                for dy in -1...1 {
                    for dx in -1...1 where corners || dx == 0 || dy == 0 {
                        let (nx, ny) = (x + dx, y + dy)
                        guard nx >= 0, ny >= 0, nx < width, ny < height else { continue }
                        let place = ny * width + nx
                        if inside[place] == value && !seen[place] {
                            seen[place] = true
                            stack.append(place)
                        }
                    }
                }
            }
            parts.append(part)
        }
        return parts
    }

    @Test("have the pixels, components and holes that flooding finds", arguments: [1, 2, 63, 64, 65, 130])
    func components(width: Int) {
        var generator = SeededGenerator(seed: UInt64(width))
        for height in [1, 2, 17, 60] {
            for density in [Float(0.1), 0.4, 0.6, 0.95] {
                let inside = generator.floats(width * height, in: 0...1).map { $0 < density }
                let runs = PixelRuns(PixelMask(width: width, height: height) { inside[$0] })
                var drawn = [Bool](repeating: false, count: width * height)
                for run in runs.runs { for x in run.start..<run.end { drawn[run.row * width + x] = true } }
                #expect(drawn == inside)
                let parts = runs.components(.corners)
                let expected = flooded(inside, width: width, value: true, corners: true)
                #expect(parts.all.map(\.count).sorted() == expected.map(\.count).sorted())
                #expect(parts.all.count { $0.touchesEdge } == expected.count { $0.touchesEdge })
                let holes = flooded(inside, width: width, value: false, corners: false).filter { !$0.touchesEdge }
                #expect(parts.holeCount == holes.count)
                #expect(runs.holes(of: parts).count == holes.reduce(0) { $0 + $1.count })
            }
        }
    }

    @Test("of a row never touch, also where words of the mask end")
    func runsOfARow() {
        let mask = PixelMask(width: 200, height: 2) { $0 % 200 >= 30 && $0 % 200 < 170 || $0 % 200 == 199 }
        let runs = PixelRuns(mask).runs
        #expect(runs.map(\.start) == [30, 199, 30, 199] && runs.map(\.end) == [170, 200, 170, 200])
    }
}
