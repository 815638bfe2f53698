/// How the references most like a query are found.
public enum SimilarityMeasure: String, Sendable, CaseIterable, Codable {
    /// A shortlist by thumbnails, re-ranked by the correlation that remains after the affine step. The most
    /// accurate, and the default.
    case registeredCorrelation = "registered-correlation"
    /// Correlation of 16 × 16 equalised thumbnails.
    case normalizedCorrelation = "normalised-correlation"
    /// Mutual information of the equalised pictures: the published scores' choice.
    case mutualInformation = "mutual-information"
    /// Smallest mean absolute difference of the equalised pictures.
    case meanAbsoluteError = "mean-absolute-error"
    /// Smallest mean squared difference of the equalised pictures.
    case meanSquaredError = "mean-squared-error"
}
