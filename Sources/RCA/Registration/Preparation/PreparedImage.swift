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
    /// - Parameter coverage: how much of each pixel shows the picture; nil where the picture fills the frame. What
    ///   it does not show is masked out.
    /// - Precondition: the image, and the coverage, are `parameters.size` square.
    public init(_ frame: Image, coverage: Image? = nil, parameters: PreparationParameters = .standard) {
        precondition(frame.width == parameters.size && frame.height == parameters.size, "the frame has another size")
        let equalized = HistogramEqualization.equalized(frame, coverage: coverage)
        func normalized(neighbourhood: Float) -> Image {
            var image = LocalNormalization.normalized(
                equalized, sigma: neighbourhood * Float(parameters.size), floor: parameters.deviationFloor,
                limit: parameters.limit, coverage: coverage)
            Self.taper(&image, margin: parameters.taper * Float(parameters.size))
            return image
        }
        self.equalized = equalized
        fine = normalized(neighbourhood: parameters.neighbourhood)
        coarse = ImagePyramid.halved(
            parameters.coarseNeighbourhood == parameters.neighbourhood
                ? fine : normalized(neighbourhood: parameters.coarseNeighbourhood))
    }

    /// Pictures that were made ready elsewhere.
    ///
    /// - Parameter coarse: nil for the fine level halved.
    /// - Precondition: the first two are of one size, with even sides, and the coarse one of half of it.
    package init(equalized: Image, fine: Image, coarse: Image? = nil) {
        precondition(equalized.width == fine.width && equalized.height == fine.height, "the pictures differ in size")
        self.equalized = equalized
        self.fine = fine
        self.coarse = coarse ?? ImagePyramid.halved(fine)
        precondition(2 * self.coarse.width == fine.width, "the coarse level has half the size")
    }

    /// The same picture mirrored left to right: mirroring before preparing gives the same.
    package var mirrored: PreparedImage { PreparedImage(mirroring: self) }

    private init(mirroring other: PreparedImage) {
        equalized = other.equalized.mirrored
        fine = other.fine.mirrored
        coarse = other.coarse.mirrored
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

extension Image {
    /// Left becomes right.
    package var mirrored: Image {
        var result = self
        for y in 0..<height {
            for x in 0..<width { result.pixels[y * width + x] = pixels[y * width + width - 1 - x] }
        }
        return result
    }
}
