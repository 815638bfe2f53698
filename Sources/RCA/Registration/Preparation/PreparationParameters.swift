/// How images are made ready. References and queries must be prepared alike: a reference bundle stores these.
public struct PreparationParameters: Sendable, Equatable, Codable {
    /// Side of the square that the frame is resampled to, in pixels: the fine registration level. The coarse
    /// level has half of it. A multiple of 16. Larger costs more and gains nothing (measured: 128 and 256 are
    /// not more accurate than 64).
    public var size = 64
    /// Standard deviation of local normalisation's neighbourhood at the fine level, in frame units. Turning it up
    /// keeps more of the large light-dark pattern, turning it down leaves edges alone.
    public var neighbourhood: Float = 0.04
    /// The same for the coarse level.
    public var coarseNeighbourhood: Float = 0.05
    /// Added to the local standard deviation of equalised grey values.
    public var deviationFloor: Float = 0.01
    /// Normalised values are clamped to ± this.
    public var limit: Float = 3
    /// Width of the fade to zero at the frame's border, in frame units.
    public var taper: Float = 8.0 / 256

    public static let standard = PreparationParameters()

    public init() {}
}
