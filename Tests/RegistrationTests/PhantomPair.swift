import Imaging
import Phantoms
import Registration

/// A phantom radiograph and the same radiograph moved by a known map.
struct PhantomPair {
    /// Side of the radiographs in pixels; registration works at a third of it.
    static let side = 192
    static let size = 64

    /// The moved radiograph, with its labels.
    let fixed: FixedImage
    let moving: MovingImage
    /// The fixed radiograph as a moving image.
    let movedMoving: MovingImage
    /// The fixed radiograph's labels at the registration's size.
    let labels: [UInt8]
    private let map: (Float, Float) -> (x: Float, y: Float)

    /// - Parameters:
    ///   - map: from the fixed radiograph's pixels to the moving one's.
    ///   - expose: a change of the moving radiograph's greys.
    init(
        index: Int, map: @escaping (Float, Float) -> (x: Float, y: Float), expose: ((Float) -> Float)? = nil
    ) {
        let radiograph = ChestPhantom(seed: 11, index: index).radiograph(width: Self.side, height: Self.side)
        var picture = radiograph.image.resampled(width: Self.side, height: Self.side)
        labels = Self.thirds(radiograph.labels.warped(by: map))
        let moved = Self.prepared(picture.warped(by: map))
        fixed = FixedImage(image: moved, labels: labels)
        movedMoving = MovingImage(moved)
        if let expose {
            for pixel in picture.pixels.indices { picture.pixels[pixel] = expose(picture.pixels[pixel]) }
        }
        moving = MovingImage(Self.prepared(picture))
        self.map = map
    }

    /// Mean distance between where a transform sends the pixels of the lungs and the heart and where they belong,
    /// in pixels of the registration's size.
    func meanError(_ transform: SpatialTransform) -> Double {
        let scale = Float(Self.side)
        var sum = 0.0
        var count = 0
        for index in labels.indices where labels[index] != 0 {
            let x = (Float(index % Self.size) + 0.5) / Float(Self.size)
            let y = (Float(index / Self.size) + 0.5) / Float(Self.size)
            let found = transform(x, y)
            let known = map(x * scale - 0.5, y * scale - 0.5)
            let (dx, dy) = (found.x - (known.x + 0.5) / scale, found.y - (known.y + 0.5) / scale)
            sum += Double((dx * dx + dy * dy).squareRoot()) * Double(Self.size)
            count += 1
        }
        return sum / Double(count)
    }

    private static func prepared(_ radiograph: Image) -> PreparedImage {
        PreparedImage(radiograph.resampled(width: size, height: size))
    }

    private static func thirds(_ map: LabelMap) -> [UInt8] {
        (0..<size * size).map { map.indices[($0 / size * 3 + 1) * side + $0 % size * 3 + 1] }
    }
}
