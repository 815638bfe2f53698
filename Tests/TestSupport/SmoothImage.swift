import Foundation
public import Imaging

extension Image {
    /// A smooth picture without a direction of its own: a sum of waves of random direction, phase and height,
    /// the shortest of them `shortest` pixels long; values of about ± 1.
    public static func smooth(
        width: Int, height: Int, shortest: Double = 8, using generator: inout SeededGenerator
    ) -> Image {
        let waves = (0..<12).map { _ in
            let length = generator.double(in: shortest...4 * shortest)
            let direction = generator.double(in: 0...2 * .pi)
            return (
                x: 2 * .pi / length * cos(direction), y: 2 * .pi / length * sin(direction),
                phase: generator.double(in: 0...2 * .pi), height: generator.double(in: 0.1...0.5)
            )
        }
        var image = Image(width: width, height: height)
        for y in 0..<height {
            for x in 0..<width {
                image[x, y] = Float(
                    waves.reduce(0) { $0 + $1.height * sin($1.x * Double(x) + $1.y * Double(y) + $1.phase) })
            }
        }
        return image
    }
}
