/// What a reference set has learned of itself: each reference seen against the others, as it is and perturbed.
public struct PosteriorCalibration: Sendable, Equatable, Codable {
    /// How the references' opinions become probabilities.
    public let posterior: PosteriorModel
    /// How far the expected Dice may be off.
    public let errors: ErrorModel

    package init(posterior: PosteriorModel, errors: ErrorModel) {
        self.posterior = posterior
        self.errors = errors
    }
}
