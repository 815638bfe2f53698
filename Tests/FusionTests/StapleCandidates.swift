import TestSupport
import Testing

/// A case of `StapleFigures`: how its candidates are drawn, and ITK's labels of them.
struct StapleCase: Sendable, CustomTestStringConvertible {
    static let side = 96
    let seed: UInt64
    let raters: Int
    let labels: Int
    /// Percent of the pixels that a rater draws at random.
    let noise: Int
    let runs: String

    var testDescription: String { "seed \(seed), \(raters) raters, \(labels) labels" }

    /// ITK's label of each pixel; `labels` where it cannot decide.
    var expected: [UInt8] {
        runs.split(separator: " ").flatMap { run -> [UInt8] in
            let parts = run.split(separator: "x")
            return Array(repeating: UInt8(parts[0]) ?? 255, count: Int(parts[1]) ?? 0)
        }
    }

    /// The same integers as scripts/stored/staple_figures.py draws.
    func candidates() -> [[UInt8]] {
        var random = SeededGenerator(seed: seed)
        let shapes = (1..<labels).map { _ in
            (x: 20 + random.below(56), y: 20 + random.below(56), a: 10 + random.below(14), b: 10 + random.below(14))
        }
        return (0..<raters).map { _ in
            var image = [UInt8](repeating: 0, count: Self.side * Self.side)
            for (position, shape) in shapes.enumerated() {
                let (x0, y0) = (shape.x + random.below(7) - 3, shape.y + random.below(7) - 3)
                let (a, b) = (shape.a + random.below(5) - 2, shape.b + random.below(5) - 2)
                for y in 0..<Self.side {
                    for x in 0..<Self.side
                    where (x - x0) * (x - x0) * b * b + (y - y0) * (y - y0) * a * a <= a * a * b * b {
                        image[y * Self.side + x] = UInt8(position + 1)
                    }
                }
            }
            for index in image.indices where random.below(100) < noise { image[index] = UInt8(random.below(labels)) }
            return image
        }
    }
}

extension SeededGenerator {
    fileprivate mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}
