import Foundation
import Imaging
import TestSupport

/// A picture that is no chest X-ray.
struct Picture: Sendable {
    enum Kind: String {
        /// Photographs, textures and white noise: to be known for what they are.
        case foreign = "photograph or texture"
        /// What resembles a radiograph in its grey values or pieces: not to be called reliable.
        case other
    }

    let name: String
    let kind: Kind
    let image: Image

    init(_ name: String, _ kind: Kind, _ image: Image) {
        self.name = name
        self.kind = kind
        self.image = image
    }

    /// Drawn point by point: places are shares of the height, so that circles are round; greys are cut to 0...1.
    init(_ name: String, _ kind: Kind, width: Int = 512, height: Int = 512, _ grey: (_ x: Float, _ y: Float) -> Float) {
        var image = Image(width: width, height: height)
        for row in 0..<height {
            for column in 0..<width {
                let value = grey((Float(column) + 0.5) / Float(height), (Float(row) + 0.5) / Float(height))
                image[column, row] = min(max(value, 0), 1)
            }
        }
        self.init(name, kind, image)
    }
}

/// Fractal noise: smooth noise on a lattice, octave upon octave at half the height. About −1 to 1.
struct LatticeNoise {
    private static let side = 64
    private let values: [Float]

    init(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        values = random.floats(Self.side * Self.side, in: -1...1)
    }

    /// Features are about one unit wide.
    func smooth(_ x: Float, _ y: Float) -> Float {
        let (left, top) = (x.rounded(.down), y.rounded(.down))
        func step(_ t: Float) -> Float { t * t * (3 - 2 * t) }
        func value(_ column: Float, _ row: Float) -> Float {
            values[(Int(row) & (Self.side - 1)) * Self.side + (Int(column) & (Self.side - 1))]
        }
        let (across, down) = (step(x - left), step(y - top))
        let upper = value(left, top) + across * (value(left + 1, top) - value(left, top))
        let lower = value(left, top + 1) + across * (value(left + 1, top + 1) - value(left, top + 1))
        return upper + down * (lower - upper)
    }

    func fractal(_ x: Float, _ y: Float, octaves: Int = 5) -> Float {
        var (sum, height, scale): (Float, Float, Float) = (0, 0.5, 1)
        for octave in 0..<octaves {
            sum += height * smooth(x * scale + 17 * Float(octave), y * scale + 5 * Float(octave))
            height /= 2
            scale *= 2
        }
        return sum
    }

    /// One value a cell, 0...1.
    func cell(_ column: Int, _ row: Int) -> Float {
        (values[(row & (Self.side - 1)) * Self.side + (column & (Self.side - 1))] + 1) / 2
    }
}

/// 0 below `low`, 1 above `high`, smooth between.
func smoothStep(_ low: Float, _ high: Float, _ value: Float) -> Float {
    let t = min(max((value - low) / (high - low), 0), 1)
    return t * t * (3 - 2 * t)
}

/// The remainder of a division, never negative.
func wrapped(_ value: Float, _ period: Float) -> Float { value - period * (value / period).rounded(.down) }
