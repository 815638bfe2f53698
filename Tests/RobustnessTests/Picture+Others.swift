import Foundation
import Imaging
import StudySupport
import TestSupport

/// Noise, blank pictures, drawings, and what can be made of radiographs.
extension Picture {
    static func noises() -> [Picture] {
        let white = (1...2).map { seed in
            var random = SeededGenerator(seed: UInt64(seed))
            return Picture(
                "white noise \(seed)", .foreign,
                Image(width: 512, height: 512, pixels: random.floats(512 * 512, in: 0...1)))
        }
        let smooth = [8.0, 16, 32, 64, 128].map { shortest in
            var random = SeededGenerator(seed: UInt64(shortest))
            var image = Image.smooth(width: 512, height: 512, shortest: shortest, using: &random)
            for index in image.pixels.indices { image.pixels[index] = 0.5 + 0.3 * image.pixels[index] }
            return Picture("smooth noise, waves of \(Int(shortest)) pixels", .other, image)
        }
        let fractal = (1...3).map { scale in
            let noise = LatticeNoise(seed: UInt64(40 + scale))
            return Picture("clouds \(scale)", .other) { x, y in
                0.5 + 0.6 * noise.fractal(x * Float(2 * scale), y * Float(2 * scale))
            }
        }
        return white + smooth + fractal
    }

    static func blanks() -> [Picture] {
        [("black", Float(0)), ("grey", 0.5), ("white", 1)].map { name, grey in
            Picture("blank \(name)", .other, Image(width: 512, height: 512, filledWith: grey))
        }
    }

    static func drawings() -> [Picture] {
        (1...3).map(scribbles) + [page()]
    }

    /// What is left of a radiograph when its tiles are shuffled, and its label map taken for a picture.
    static func remains(of radiographs: [RadiographStudy.Radiograph]) -> [Picture] {
        let shuffled = zip(radiographs, [2, 4, 8, 16]).map { radiograph, tiles in
            Picture("X-ray shuffled, \(tiles) × \(tiles) tiles", .other, shuffle(radiograph.image, tiles: tiles))
        }
        let labels = radiographs.prefix(2).enumerated().map { index, radiograph in
            Picture(
                "label map \(index + 1)", .other,
                Image(
                    width: radiograph.truth.width, height: radiograph.truth.height,
                    pixels: radiograph.truth.indices.map { Float($0) / 2 }))
        }
        return shuffled + labels
    }

    private static func shuffle(_ image: Image, tiles: Int) -> Image {
        var random = SeededGenerator(seed: UInt64(tiles))
        var order = Array(0..<tiles * tiles)
        while zip(order, order.indices).contains(where: { $0 == $1 }) { order.shuffle(using: &random) }
        let side = image.width / tiles
        var result = image
        for (target, source) in order.enumerated() {
            for row in 0..<side {
                for column in 0..<side {
                    result[target % tiles * side + column, target / tiles * side + row] =
                        image[source % tiles * side + column, source / tiles * side + row]
                }
            }
        }
        return result
    }

    /// Strokes that wander at random.
    private static func scribbles(_ seed: Int) -> Picture {
        var random = SeededGenerator(seed: UInt64(seed))
        var image = Image(width: 512, height: 512, filledWith: seed % 2 == 0 ? 0 : 1)
        for _ in 0..<4 * seed {
            var (x, y) = (random.double(in: 60...450), random.double(in: 60...450))
            var direction = random.double(in: 0...2 * .pi)
            for _ in 0..<700 {
                direction += random.double(in: -0.25...0.25)
                (x, y) = (x + 1.5 * cos(direction), y + 1.5 * sin(direction))
                let (column, row) = (Int(x.rounded()), Int(y.rounded()))
                image.fill(x: column - 1..<column + 2, y: row - 1..<row + 2, with: seed % 2 == 0 ? 1 : 0)
            }
        }
        return Picture("scribbles \(seed)", .other, image)
    }

    /// A page of text, photographed a little askew on a dark desk, the light from one side.
    private static func page() -> Picture {
        var random = SeededGenerator(seed: 50)
        var image = Image(width: 512, height: 640, filledWith: 0.2)
        image.fill(x: 50..<460, y: 40..<600, with: 0.95)
        image.drawText(x: 90..<420, y: 90..<550, ink: 0.1, using: &random)
        image = RadiographSampling.image(image, through: .rotation(degrees: 4), surround: 0.2)
        for row in 0..<image.height {
            for column in 0..<image.width { image[column, row] *= 1 - 0.5 * Float(column) / Float(image.width) }
        }
        return Picture("photographed page", .foreign, image)
    }
}
