import Foundation
import Imaging
import TestSupport

/// What happens to grey values in 0...1.
extension Image {
    mutating func applyGamma(_ gamma: Float) {
        for index in pixels.indices { pixels[index] = pow(pixels[index], gamma) }
    }

    mutating func invert() { for index in pixels.indices { pixels[index] = 1 - pixels[index] } }

    /// Normal noise (Box and Muller 1958).
    mutating func addNoise(deviation: Float, using random: inout SeededGenerator) {
        for index in pixels.indices {
            let radius = (-2 * log(Float.random(in: Float.leastNormalMagnitude...1, using: &random))).squareRoot()
            let value = radius * cos(random.float(in: 0...2 * .pi))
            pixels[index] = min(max(pixels[index] + deviation * value, 0), 1)
        }
    }

    /// A square somewhere on the radiograph that covers a share of its area.
    mutating func cover(share: Double, with grey: Float, using random: inout SeededGenerator) {
        let side = Int((share * Double(width * height)).squareRoot().rounded())
        let left = random.integer(in: 0...width - side)
        let top = random.integer(in: 0...height - side)
        fill(x: left..<left + side, y: top..<top + side, with: grey)
    }

    /// Labels as digitisers and viewers write them: black or white boxes with lines of strokes in the other colour.
    mutating func burnInText(boxes: Int, using random: inout SeededGenerator) {
        for _ in 0..<boxes {
            let boxWidth = Int(random.double(in: 0.15...0.35) * Double(width))
            let boxHeight = Int(random.double(in: 0.05...0.1) * Double(height))
            let left = random.integer(in: 0...width - boxWidth)
            let top = random.integer(in: 0...height - boxHeight)
            let paper: Float = Bool.random(using: &random) ? 1 : 0
            fill(x: left..<left + boxWidth, y: top..<top + boxHeight, with: paper)
            drawText(
                x: left + 3..<left + boxWidth - 3, y: top + 3..<top + boxHeight - 3, ink: 1 - paper, using: &random)
        }
    }

    /// Lines of made-up letters: five strokes at random in a cell of 7 × 11 pixels.
    mutating func drawText(
        x columns: Range<Int>, y rows: Range<Int>, ink: Float, using random: inout SeededGenerator
    ) {
        for line in stride(from: rows.lowerBound, through: rows.upperBound - 9, by: 13) {
            for letter in stride(from: columns.lowerBound, through: columns.upperBound - 6, by: 8) {
                guard random.integer(in: 0...5) > 0 else { continue }
                for _ in 0..<5 {
                    if Bool.random(using: &random) {
                        let row = line + 4 * random.integer(in: 0...2)
                        fill(x: letter..<letter + 6, y: row..<row + 1, with: ink)
                    } else {
                        let column = letter + 2 * random.integer(in: 0...2)
                        fill(x: column..<column + 1, y: line..<line + 9, with: ink)
                    }
                }
            }
        }
    }

    /// What lies outside the image is left out.
    mutating func fill(x columns: Range<Int>, y rows: Range<Int>, with grey: Float) {
        for y in rows.clamped(to: 0..<height) { for x in columns.clamped(to: 0..<width) { self[x, y] = grey } }
    }
}
