/// What steers a registration. The defaults were chosen on the JSRT reference images alone (each image's true
/// mask warped to the others); they are stored in a reference bundle, since much of them is baked into it.
public struct RegistrationParameters: Sendable, Equatable, Codable {
    /// Gauss–Newton steps of the affine stage, at the coarse level.
    public var affineIterations = 8
    /// How many of these steps are made before references are compared and most of them dropped.
    public var affineTrialIterations = 4
    /// Weight of the affine map's prior to the identity, added to the curvature of the image term. Weak: it decides
    /// only what the images leave open.
    public var affinePrior: Double = 0.01
    /// Intervals a side of the first free-form stage, at the coarse level. The second, at the fine level, has
    /// twice as many.
    public var coarseIntervals = 4
    /// Gauss–Newton steps of the first and second free-form stage.
    public var coarseIterations = 3
    public var fineIterations = 4
    /// Weight of the bending energy in both stages. Turning it up makes the deformation stiffer.
    public var coarseBending: Float = 0.001
    public var fineBending: Float = 0.0005
    /// Residuals are clamped to ± this many units of normalised grey (Huber's loss), so that a tube, a text or
    /// a lesion that only one image has does not pull.
    public var residualLimit: Float = 1
    /// Similarity counts most in a band round the fixed image's true boundaries: standard deviation of the band
    /// in frame units, and the weight far from every boundary relative to the weight on one.
    public var boundaryBand: Float = 0.025
    public var backgroundWeight: Float = 0.05

    public static let standard = RegistrationParameters()

    public init() {}
}
