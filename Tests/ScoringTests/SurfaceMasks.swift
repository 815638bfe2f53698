import Scoring
import TestSupport

/// Two masks on one grid, 1 inside.
struct SurfaceMasks {
    let width: Int
    let height: Int
    var first: [UInt8]
    var second: [UInt8]

    init(width: Int, height: Int) {
        self.width = width
        self.height = height
        first = Array(repeating: 0, count: width * height)
        second = first
    }

    /// The masks of scripts/stored/surface_figures.py: discs, the same discs moved a little, and in every second case
    /// scattered pixels.
    init(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        func below(_ count: Int) -> Int { Int(generator.next() % UInt64(count)) }
        let extent = seed < 40 ? 40 : 150
        let width = 5 + below(extent)
        self.init(width: width, height: 5 + below(extent))
        for _ in 0..<(1 + below(4)) {
            var (x, y) = (below(width), below(height))
            let radius = 1 + below(max(width, height) / 3)
            draw(x, y, radius, \.first)
            x += below(7) - 3
            y += below(7) - 3
            draw(x, y, radius, \.second)
        }
        for mask in [\SurfaceMasks.first, \.second] {
            if seed % 2 == 1 {
                for index in 0..<(width * height) where below(16) == 0 { self[keyPath: mask][index] ^= 1 }
            }
        }
        for mask in [\SurfaceMasks.first, \.second] where !self[keyPath: mask].contains(1) {
            self[keyPath: mask][0] = 1
        }
    }

    private mutating func draw(_ x: Int, _ y: Int, _ radius: Int, _ mask: WritableKeyPath<Self, [UInt8]>) {
        for row in 0..<height {
            for column in 0..<width where (column - x) * (column - x) + (row - y) * (row - y) <= radius * radius {
                self[keyPath: mask][row * width + column] = 1
            }
        }
    }

    mutating func fill(_ mask: WritableKeyPath<Self, [UInt8]>, columns: Range<Int>, rows: Range<Int>) {
        for row in rows { for column in columns { self[keyPath: mask][row * width + column] = 1 } }
    }

    func measures(row: Double = 1, column: Double = 1, tolerance: Double = 0) -> SurfaceMeasures? {
        let inside = (0..<256).map { $0 == 1 }
        return SurfaceMeasures.between(
            MaskPair(first, in: inside, second, in: inside, width: width), rowSize: row, columnSize: column,
            tolerance: tolerance)
    }
}
