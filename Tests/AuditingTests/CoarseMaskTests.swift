import Auditing
import Imaging
import TestSupport
import Testing

@Suite("A mask on a coarse grid")
struct CoarseMaskTests {
    /// Three boxes one after another, point by point.
    private func plain(_ inside: [Bool], width: Int, radius: Int) -> [Bool] {
        let height = inside.count / width
        var weights = [1]
        for _ in 0..<3 {
            weights = (0..<weights.count + 2 * radius).map { place in
                (place - 2 * radius...place).reduce(0) { $0 + (weights.indices.contains($1) ? weights[$1] : 0) }
            }
        }
        let reach = 3 * radius
        let total = weights.reduce(0, +)
        return inside.indices.map { index in
            var sum = 0
            for (dy, down) in weights.enumerated() {
                for (dx, across) in weights.enumerated() {
                    let x = min(max(index % width + dx - reach, 0), width - 1)
                    let y = min(max(index / width + dy - reach, 0), height - 1)
                    if inside[y * width + x] { sum += down * across }
                }
            }
            return sum > total * total / 2
        }
    }

    @Test("is smoothed as it is point by point", arguments: [(1, 5), (7, 30), (64, 64), (100, 128), (128, 90)])
    func smoothing(width: Int, height: Int) {
        var generator = SeededGenerator(seed: UInt64(width))
        for density in [Float(0.05), 0.5, 0.9] {
            // Blocks, so that something is left of them.
            let blocks = generator.floats(32 * 32, in: 0...1).map { $0 < density }
            let inside = (0..<width * height).map { blocks[$0 / width / 4 * 32 + $0 % width / 4] }
            let rows = (0..<height).map { y in
                (0..<width).reduce(UInt128(0)) { $0 | (inside[y * width + $1] ? 1 << UInt128($1) : 0) }
            }
            let mask = CoarseMask(width: width, rows: rows)
            for radius in [1, 2] {
                let deviation = (Double(radius) * Double(radius + 1)).squareRoot()
                let smooth = mask.smoothed(by: deviation / Double(width * height).squareRoot())
                let expected = plain(inside, width: width, radius: radius)
                for y in 0..<height {
                    let row = (0..<width).map { smooth[y] >> UInt128($0) & 1 == 1 }
                    #expect(row == Array(expected[y * width..<(y + 1) * width]), "row \(y), radius \(radius)")
                }
            }
        }
    }

    @Test("has the nearest pixel at each point", arguments: [(5, 3), (130, 70), (1024, 1024), (300, 1000)])
    func sampling(width: Int, height: Int) {
        var generator = SeededGenerator(seed: UInt64(width))
        let values = generator.floats(width * height, in: 0...1)
        let mask = PixelRuns(PixelMask(width: width, height: height) { values[$0] < 0.4 })
        let coarse = CoarseMask(mask, side: 128)
        #expect(max(coarse.width, coarse.rows.count) == min(128, max(width, height)))
        for (y, row) in coarse.rows.enumerated() {
            for x in 0..<coarse.width {
                let column = (2 * x + 1) * width / (2 * coarse.width)
                let line = (2 * y + 1) * height / (2 * coarse.rows.count)
                #expect((row >> UInt128(x) & 1 == 1) == (values[line * width + column] < 0.4))
            }
        }
    }
}
