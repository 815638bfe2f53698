public import Imaging

/// An image made ready for registration: its frame resampled to a square, equalised and locally normalised, at
/// two resolutions.
public struct PreparedImage: Sendable, Equatable {
    /// Equalised grey values in [0, 1] size × size: what retrieval compares.
    public let equalized: Image
    /// Locally normalised, size × size.
    public let fine: Image
    /// Locally normalised, half of each side.
    public let coarse: Image

    /// Prepares an image whose frame was already resampled to ``PreparationParameters/size`` square.
    ///
    /// - Precondition: the image is `parameters.size` square.
    public init(_ frame: Image, parameters: PreparationParameters = .standard) {
        precondition(frame.width == parameters.size && frame.height == parameters.size, "the frame has another size")
        let equalized = HistogramEqualization.equalized(frame)
        var normalized = LocalNormalization.normalized(
            equalized, sigma: parameters.neighbourhood * Float(parameters.size), floor: parameters.deviationFloor,
            limit: parameters.limit)
        Self.taper(&normalized, margin: parameters.taper * Float(parameters.size))
        self.init(equalized: equalized, fine: normalized)
    }

    /// Pictures that were made ready elsewhere; the coarse level is the fine one halved.
    ///
    /// - Precondition: both are of one size, with even sides.
    package init(equalized: Image, fine: Image) {
        precondition(equalized.width == fine.width && equalized.height == fine.height, "the pictures differ in size")
        self.equalized = equalized
        self.fine = fine
        coarse = ImagePyramid.halved(fine)
    }

    /// Fades the image to zero (its mean) over a margin, so that the frame's edge is not a feature.
    private static func taper(_ image: inout Image, margin: Float) {
        guard margin > 0 else { return }
        func fade(_ index: Int, of count: Int) -> Float {
            let distance = Float(min(index, count - 1 - index)) + 0.5
            guard distance < margin else { return 1 }
            let t = distance / margin
            return t * t * (3 - 2 * t)
        }
        let across = (0..<image.width).map { fade($0, of: image.width) }
        for y in 0..<image.height {
            let down = fade(y, of: image.height)
            for x in 0..<image.width { image.pixels[y * image.width + x] *= down * across[x] }
        }
    }
}
