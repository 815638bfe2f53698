import Imaging

/// The eight ways to lay a radiograph down: turned by quarter turns, and turned over.
public enum Orientation: String, Sendable, CaseIterable, Codable {
    case upright = "upright"
    case quarterTurn = "turned 90° clockwise"
    case halfTurn = "turned 180°"
    case threeQuarterTurn = "turned 90° anticlockwise"
    case mirrored = "mirrored"
    case mirroredQuarterTurn = "mirrored and turned 90° clockwise"
    case mirroredHalfTurn = "upside down"
    case mirroredThreeQuarterTurn = "mirrored and turned 90° anticlockwise"

    /// Takes a vector of the frame to the radiograph's, both from their centres, in units of their sides.
    var matrix: (xx: Double, xy: Double, yx: Double, yy: Double) {
        switch self {
        case .upright: (1, 0, 0, 1)
        case .quarterTurn: (0, -1, 1, 0)
        case .halfTurn: (-1, 0, 0, -1)
        case .threeQuarterTurn: (0, 1, -1, 0)
        case .mirrored: (-1, 0, 0, 1)
        case .mirroredQuarterTurn: (0, -1, -1, 0)
        case .mirroredHalfTurn: (1, 0, 0, -1)
        case .mirroredThreeQuarterTurn: (0, 1, 1, 0)
        }
    }

    /// Whether width and height are exchanged.
    package var isOnItsSide: Bool { matrix.xx == 0 }

    /// Whether left and right are exchanged.
    package var isTurnedOver: Bool {
        switch self {
        case .upright, .quarterTurn, .halfTurn, .threeQuarterTurn: false
        case .mirrored, .mirroredQuarterTurn, .mirroredHalfTurn, .mirroredThreeQuarterTurn: true
        }
    }

    /// The frame mirrored left to right, and then laid down this way.
    package var turnedOver: Orientation {
        switch self {
        case .upright: .mirrored
        case .quarterTurn: .mirroredQuarterTurn
        case .halfTurn: .mirroredHalfTurn
        case .threeQuarterTurn: .mirroredThreeQuarterTurn
        case .mirrored: .upright
        case .mirroredQuarterTurn: .quarterTurn
        case .mirroredHalfTurn: .halfTurn
        case .mirroredThreeQuarterTurn: .threeQuarterTurn
        }
    }

    /// A square picture as it would look if its radiograph lay this way and were laid upright again.
    package func undone(_ picture: [Float], size: Int) -> [Float] {
        let m = matrix
        return (0..<size * size).map { index in
            let x = Double(index % size) + 0.5 - Double(size) / 2
            let y = Double(index / size) + 0.5 - Double(size) / 2
            let column = Int(m.xx * x + m.xy * y + Double(size) / 2)
            let row = Int(m.yx * x + m.yy * y + Double(size) / 2)
            return picture[row * size + column]
        }
    }
}
