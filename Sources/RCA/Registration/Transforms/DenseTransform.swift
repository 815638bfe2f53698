public import Imaging

/// A map from a point of the fixed image to its partner in the moving one, `T(x) = A(x + u(x))`, whose displacement u is
/// given pixel by pixel, as learned registrations give it: bilinear between pixel centres, and beyond the outermost
/// what they have. Frame coordinates.
public struct DenseTransform: Sendable, Equatable {
    public let affine: AffineMap
    /// Pixels a side of the field.
    public let size: Int
    /// Displacements to the right and down in frame units (1 is the frame's side), size² each, row-major.
    public let displacementX: [Float]
    public let displacementY: [Float]

    /// - Precondition: both fields have size² values, and the size is 2 at least.
    public init(affine: AffineMap = .identity, size: Int, displacementX: [Float], displacementY: [Float]) {
        precondition(size > 1 && displacementX.count == size * size && displacementY.count == size * size)
        self.affine = affine
        self.size = size
        self.displacementX = displacementX
        self.displacementY = displacementY
    }

    /// Every point is its own partner.
    public static func identity(size: Int) -> DenseTransform {
        let none = [Float](repeating: 0, count: size * size)
        return DenseTransform(size: size, displacementX: none, displacementY: none)
    }

    /// From displacements in pixels of the field.
    public init(size: Int, pixelsX: [Float], pixelsY: [Float]) {
        let unit = 1 / Float(size)
        self.init(size: size, displacementX: pixelsX.map { $0 * unit }, displacementY: pixelsY.map { $0 * unit })
    }

    /// The partner of a point, by the plain formula. Positions that are not numbers count as 0.
    public func callAsFunction(_ x: Double, _ y: Double) -> (x: Double, y: Double) {
        func locate(_ position: Double) -> (cell: Int, fraction: Double) {
            // In this order of arguments a NaN becomes 0.
            let place = min(Double(size - 1), max(0, position * Double(size) - 0.5))
            let cell = min(Int(place), size - 2)
            return (cell, place - Double(cell))
        }
        let ((column, across), (row, down)) = (locate(x), locate(y))
        func value(_ field: [Float]) -> Double {
            func between(_ row: Int) -> Double {
                let (left, right) = (Double(field[row * size + column]), Double(field[row * size + column + 1]))
                return left + (right - left) * across
            }
            return between(row) + (between(row + 1) - between(row)) * down
        }
        return affine.apply(x: x + value(displacementX), y: y + value(displacementY))
    }
}

/// What a registration finds, in either form.
package enum RegisteredTransform: Sendable, Equatable {
    case freeForm(SpatialTransform)
    case dense(DenseTransform)

    package var affine: AffineMap {
        switch self {
        case .freeForm(let transform): transform.affine
        case .dense(let transform): transform.affine
        }
    }
}
