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

    @Test(
        "are counted in the cells of a grid, and at its points, as they are pixel by pixel",
        arguments: [(128, 128, 128), (256, 512, 128), (96, 64, 32), (64, 64, 4), (37, 50, 8), (3, 5, 16)])
    func grid(width: Int, height: Int, side: Int) {
        var generator = SeededGenerator(seed: UInt64(width))
        for density in [Float(0), 0.1, 0.5, 0.95, 1] {
            // Blocks, so that runs end within cells and cover others from side to side.
            let blocks = generator.floats(64 * 64, in: 0...1).map { $0 < density }
            let isInside = { (x: Int, y: Int) in blocks[y / 5 % 64 * 64 + x / 7 % 64] }
            let runs = PixelRuns(PixelMask(width: width, height: height) { isInside($0 % width, $0 / width) })
            var points = [Bool](repeating: false, count: side * side)
            runs.forEachSampledRun(columns: side, rows: side) { row, columns in
                for column in columns { points[row * side + column] = true }
            }
            #expect(
                points
                    == (0..<side * side).map { index in
                        isInside(
                            (2 * (index % side) + 1) * width / (2 * side),
                            (2 * (index / side) + 1) * height / (2 * side))
                    })
            // Both sides in units of which a pixel has as many as the grid has cells.
            func shared(_ pixel: Int, _ cell: Int, of length: Int) -> Int {
                max(0, min((pixel + 1) * side, (cell + 1) * length) - max(pixel * side, cell * length))
            }
            var areas = [Int](repeating: 0, count: side * side)
            for y in 0..<height {
                for row in y * side / height...((y + 1) * side - 1) / height {
                    for x in 0..<width where isInside(x, y) {
                        for column in x * side / width...((x + 1) * side - 1) / width {
                            areas[row * side + column] +=
                                shared(y, row, of: height) * shared(x, column, of: width)
                        }
                    }
                }
            }
            #expect(runs.areas(columns: side, rows: side) == areas)
        }
    }

    @Test("have a digest of their pixels and the image's size alone")
    func digest() {
        let disc = { (index: Int) in (index % 90 - 40) * (index % 90 - 40) + (index / 90 - 30) * (index / 90 - 30) < 400
        }
        let runs = PixelRuns(PixelMask(width: 90, height: 70, contains: disc))
        #expect(runs.digest == PixelRuns(PixelMask(width: 90, height: 70, contains: disc)).digest)
        #expect(runs.digest != PixelRuns(PixelMask(width: 90, height: 71, contains: disc)).digest)
        #expect(runs.digest != PixelRuns(PixelMask(width: 90, height: 70) { disc($0 + 1) }).digest)
        // One pixel more.
        #expect(runs.digest != PixelRuns(PixelMask(width: 90, height: 70) { disc($0) || $0 == 0 }).digest)
    }
}
