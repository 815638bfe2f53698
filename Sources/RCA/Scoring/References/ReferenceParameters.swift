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

    /// Whether every figure is one that the kernels can work with. A bundle from elsewhere is refused otherwise.
    var isUsable: Bool {
        let iterations = [
            registration.affineIterations, registration.affineTrialIterations, registration.coarseIterations,
            registration.fineIterations,
        ]
        let lengths = [
            preparation.neighbourhood, preparation.coarseNeighbourhood, preparation.taper, registration.boundaryBand,
        ]
        let weights = [
            preparation.deviationFloor, preparation.limit, Float(registration.affinePrior), registration.coarseBending,
            registration.fineBending, registration.residualLimit, registration.backgroundWeight,
        ]
        return (16...512).contains(preparation.size) && preparation.size % 16 == 0
            && (32...1024).contains(labelGridSize) && labelGridSize % 32 == 0
            && (1...32).contains(registration.coarseIntervals)
            && iterations.allSatisfy { (0...1000).contains($0) } && lengths.allSatisfy { (0...1).contains($0) }
            && weights.allSatisfy { (0...1e6).contains($0) }
    }
}
