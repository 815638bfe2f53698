public import Registration

/// Everything that a reference set is prepared with. Two sets with the same parameters and the same images
/// give the same scores.
public struct ReferenceParameters: Sendable, Equatable, Codable {
    public var preparation = PreparationParameters.standard
    public var registration = RegistrationParameters.standard
    /// Side of the square grid on which labels are compared, a multiple of 32. Turning it up refines Dice and
    /// costs its square in time.
    public var labelGridSize = 128

    public static let standard = ReferenceParameters()

    public init() {}

    /// Whether every size is one that the kernels can work on. A bundle from elsewhere is refused otherwise.
    var isUsable: Bool {
        (16...512).contains(preparation.size) && preparation.size % 16 == 0
            && (32...1024).contains(labelGridSize) && labelGridSize % 32 == 0
            && (1...32).contains(registration.coarseIntervals)
            && registration.affineIterations >= 0 && registration.affineTrialIterations >= 0
            && registration.coarseIterations >= 0
            && registration.fineIterations >= 0
    }
}
