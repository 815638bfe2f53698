import Foundation
import Imaging
import TestSupport

/// What is done to a radiograph, with its masks and its truth, to make it unlike the references.
struct Perturbation: Sendable {
    let name: String
    /// What the mean absolute error of the consensus may be.
    let bar: Double
    /// From a place of the perturbed radiograph to the place of the radiograph that is seen there, in frame
    /// coordinates.
    var geometry = AffineMap.identity
    /// The grey where nothing is, 0 to 1.
    var surround: Float = 0
    /// What happens to the grey values afterwards; masks and truth do not see it.
    var change: @Sendable (inout Image, inout SeededGenerator) -> Void = { _, _ in }

    static func moved(_ name: String, bar: Double, by geometry: AffineMap, surround: Float = 0) -> Perturbation {
        Perturbation(name: name, bar: bar, geometry: geometry, surround: surround)
    }

    static func changed(
        _ name: String, bar: Double, _ change: @escaping @Sendable (inout Image, inout SeededGenerator) -> Void
    ) -> Perturbation {
        Perturbation(name: name, bar: bar, change: change)
    }
}

extension AffineMap {
    /// A turn about the middle of a square radiograph, clockwise as it is seen.
    static func rotation(degrees: Double) -> AffineMap {
        // Quarter turns are exact, so that every pixel meets a pixel.
        let (cosine, sine): (Double, Double) =
            switch degrees {
            case 90: (0, 1)
            case 180: (-1, 0)
            case 270: (0, -1)
            default: (cos(degrees * .pi / 180), sin(degrees * .pi / 180))
            }
        return AffineMap(
            xx: cosine, xy: sine, x0: 0.5 - 0.5 * cosine - 0.5 * sine,
            yx: -sine, yy: cosine, y0: 0.5 + 0.5 * sine - 0.5 * cosine)
    }

    /// About the middle: a factor below 1 makes the radiograph smaller, one above 1 cuts its edges off.
    static func zoom(_ factor: Double) -> AffineMap {
        AffineMap(xx: 1 / factor, xy: 0, x0: 0.5 - 0.5 / factor, yx: 0, yy: 1 / factor, y0: 0.5 - 0.5 / factor)
    }

    /// To the right and down, as shares of the sides.
    static func shift(x: Double = 0, y: Double = 0) -> AffineMap {
        AffineMap(xx: 1, xy: 0, x0: -x, yx: 0, yy: 1, y0: -y)
    }

    /// Left becomes right.
    static let mirror = AffineMap(xx: -1, xy: 0, x0: 1, yx: 0, yy: 1, y0: 0)
}
