public import Imaging

/// Orientation, framing and polarity of a radiograph in its image, compared with the references: what has to be undone
/// before they are compared. The name is DICOM's for the same things (PS3.3, Grayscale Softcopy Presentation State). In
/// tables its ``description`` is the column `pose`.
public struct PresentationState: Sendable, Equatable, Codable {
    public var orientation = Orientation.upright
    /// Whether black and white are exchanged.
    public var isInverted = false
    /// Clockwise turn of the radiograph in the image, in degrees, besides the orientation.
    public var rotation = 0.0
    /// Size of the frame relative to ``rectangle``: below 1 the chest is larger than in the references.
    public var scale = 1.0
    /// Shift of the frame's centre from the rectangle's, in its sides.
    public var shiftX = 0.0
    public var shiftY = 0.0
    /// The part of the image that shows picture.
    public var rectangle = Rectangle.whole

    /// A last small affine correction, in frame coordinates, that registering to the nearest references gave.
    public var correction = AffineMap.identity

    /// A part of an image, in shares of its sides.
    public struct Rectangle: Sendable, Equatable, Codable {
        public var x: Double
        public var y: Double
        public var width: Double
        public var height: Double

        public static let whole = Rectangle(x: 0, y: 0, width: 1, height: 1)

        /// Whether it leaves out about as much at one side as at the opposite one, on either axis or both.
        var isFramed: Bool {
            func isBalanced(_ before: Double, _ after: Double) -> Bool { 2 * min(before, after) >= max(before, after) }
            return self != .whole && isBalanced(x, 1 - x - width) && isBalanced(y, 1 - y - height)
        }

        public init(x: Double, y: Double, width: Double, height: Double) {
            self.x = x
            self.y = y
            self.width = width
            self.height = height
        }
    }

    public static let identity = PresentationState()
    package static let mirrored: PresentationState = {
        var pose = PresentationState()
        pose.orientation = .mirrored
        return pose
    }()

    public init() {}

    /// What shows the frame of this pose mirrored left to right.
    package var turnedOver: PresentationState {
        let mirror = AffineMap(xx: -1, xy: 0, x0: 1, yx: 0, yy: 1, y0: 0)
        var pose = self
        pose.orientation = orientation.turnedOver
        pose.correction = mirror.after(correction).after(mirror)
        return pose
    }

    /// From frame coordinates to the image's, both spanning 0...1.
    ///
    /// - Parameter width, height: of the image in pixels: a rotation keeps right angles in the image.
    public func frameToImage(width: Int, height: Int) -> AffineMap {
        frameToImage(width: Double(width), height: Double(height))
    }

    /// The same for a part of an image, whose sides need not be whole pixels.
    func frameToImage(width w: Double, height h: Double) -> AffineMap {
        let sides = (x: scale * rectangle.width * w, y: scale * rectangle.height * h)
        let m = orientation.matrix
        let turn = RotationTable.cosineAndSine(degrees: rotation)
        // The frame's vector, laid down, stretched to the rectangle and turned, in pixels.
        let laid = AffineMap(
            xx: sides.x * m.xx, xy: sides.x * m.xy, x0: 0, yx: sides.y * m.yx, yy: sides.y * m.yy, y0: 0)
        let turned = AffineMap(
            xx: turn.cosine, xy: -turn.sine, x0: 0, yx: turn.sine, yy: turn.cosine, y0: 0
        ).after(laid)
        let centreX = rectangle.x + rectangle.width * (0.5 + shiftX)
        let centreY = rectangle.y + rectangle.height * (0.5 + shiftY)
        let fromCentre = AffineMap(xx: 1, xy: 0, x0: -0.5, yx: 0, yy: 1, y0: -0.5)
        let toImage = AffineMap(xx: 1 / w, xy: 0, x0: centreX, yx: 0, yy: 1 / h, y0: centreY)
        return toImage.after(turned).after(fromCentre).after(correction)
    }

    /// What was undone, in words: `as it is`, `adjusted` where there is a ``correction`` alone, or
    /// `mirrored + inverted + tilted 10° + …`.
    public var description: String {
        var parts: [String] = []
        if orientation != .upright { parts.append(orientation.rawValue) }
        if isInverted { parts.append("inverted") }
        if rotation != 0 { parts.append("tilted \(Int(rotation))°") }
        if rectangle != .whole { parts.append("margins") }
        if scale != 1 { parts.append("size \(Self.twoDigits(1 / scale))") }
        if shiftX != 0 || shiftY != 0 {
            parts.append("shifted \(Self.twoDigits(shiftX)) right and \(Self.twoDigits(shiftY)) down")
        }
        if parts.isEmpty { return correction == .identity ? "as it is" : "adjusted" }
        return parts.joined(separator: " + ")
    }

    private static func twoDigits(_ value: Double) -> String {
        let hundredths = Int((abs(value) * 100).rounded())
        let rest = hundredths % 100
        return "\(value < 0 && hundredths > 0 ? "-" : "")\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
    }
}

/// Cosines and sines by series in Double: the same bits on every machine, which a C library does not promise.
enum RotationTable {
    static func cosineAndSine(degrees: Double) -> (cosine: Double, sine: Double) {
        guard degrees != 0 else { return (1, 0) }
        let angle = degrees * Double.pi / 180
        var (cosine, sine) = (0.0, 0.0)
        var term = 1.0
        for power in 0..<24 {
            if power % 2 == 0 {
                cosine += power % 4 == 0 ? term : -term
            } else {
                sine += power % 4 == 1 ? term : -term
            }
            term *= angle / Double(power + 1)
        }
        return (cosine, sine)
    }
}
