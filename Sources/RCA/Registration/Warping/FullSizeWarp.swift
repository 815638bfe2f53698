public import Imaging

/// Pictures and labels brought onto a fixed image at its own full size: what a person looks at after a
/// registration. Plain, for a single pair; scoring never makes these.
public struct FullSizeWarp: Sendable {
    public let width: Int
    public let height: Int
    /// Where each fixed pixel's centre falls in the moving frame, x and y in 0...1 interleaved, row-major.
    private let positions: [Float]

    /// - Parameter width, height: of the fixed image, in pixels.
    public init(_ transform: SpatialTransform, width: Int, height: Int) {
        self.init(width: width, height: height) { transform($0, $1) }
    }

    /// - Parameter width, height: of the fixed image, in pixels.
    public init(_ transform: DenseTransform, width: Int, height: Int) {
        self.init(width: width, height: height) { x, y in
            let place = transform(Double(x), Double(y))
            return (Float(place.x), Float(place.y))
        }
    }

    package init(_ transform: RegisteredTransform, width: Int, height: Int) {
        switch transform {
        case .freeForm(let transform): self.init(transform, width: width, height: height)
        case .dense(let transform): self.init(transform, width: width, height: height)
        }
    }

    private init(width: Int, height: Int, _ transform: (Float, Float) -> (x: Float, y: Float)) {
        self.width = width
        self.height = height
        var positions: [Float] = []
        positions.reserveCapacity(2 * width * height)
        for y in 0..<height {
            for x in 0..<width {
                let position = transform((Float(x) + 0.5) / Float(width), (Float(y) + 0.5) / Float(height))
                positions.append(position.x)
                positions.append(position.y)
            }
        }
        self.positions = positions
    }

    /// For each fixed pixel the vector, in pixels, from its centre to the centre of its partner in a moving
    /// image of the given size: height × width × 2, x before y.
    public func displacements(movingWidth: Int, movingHeight: Int) -> [Float] {
        var result = positions
        for y in 0..<height {
            for x in 0..<width {
                let index = 2 * (y * width + x)
                result[index] = positions[index] * Float(movingWidth) - (Float(x) + 0.5)
                result[index + 1] = positions[index + 1] * Float(movingHeight) - (Float(y) + 0.5)
            }
        }
        return result
    }

    /// The moving image at each fixed pixel, interpolated linearly; black where it does not reach.
    public func image(_ moving: GrayscaleImage) -> GrayscaleImage {
        let samples: [UInt8] = (0..<width * height).map { index in
            let x = positions[2 * index] * Float(moving.width) - 0.5
            let y = positions[2 * index + 1] * Float(moving.height) - 0.5
            guard x >= -0.5, y >= -0.5, x < Float(moving.width) - 0.5, y < Float(moving.height) - 0.5 else { return 0 }
            let (left, top) = (Int(max(x, 0)), Int(max(y, 0)))
            let (right, bottom) = (min(left + 1, moving.width - 1), min(top + 1, moving.height - 1))
            let (across, down) = (max(x, 0) - Float(left), max(y, 0) - Float(top))
            let upper = moving.level(left, top) * (1 - across) + moving.level(right, top) * across
            let lower = moving.level(left, bottom) * (1 - across) + moving.level(right, bottom) * across
            return UInt8((upper * (1 - down) + lower * down).rounded())
        }
        return GrayscaleImage(width: width, height: height, samples: .eightBit(samples))
    }

    /// The nearest moving label at each fixed pixel; the label 0 where the moving map does not reach.
    ///
    /// - Throws: ``InputError`` where a map with wide labels would need more than 256 different ones.
    public func labels(_ moving: LabelMap, named name: String) throws(InputError) -> LabelMap {
        let labels: [UInt16] = (0..<width * height).map { index in
            let x = positions[2 * index] * Float(moving.width)
            let y = positions[2 * index + 1] * Float(moving.height)
            guard x >= 0, y >= 0, x < Float(moving.width), y < Float(moving.height) else { return 0 }
            return UInt16(moving[Int(x), Int(y)])
        }
        return try LabelMap(width: width, height: height, labels: labels, named: name)
    }
}

extension GrayscaleImage {
    /// The sample on a scale of 0 to 255.
    fileprivate func level(_ x: Int, _ y: Int) -> Float {
        switch samples {
        case .eightBit(let values): Float(values[y * width + x])
        case .sixteenBit(let values): Float(values[y * width + x]) / 257
        }
    }
}
