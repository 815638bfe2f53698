/// A figure of predicted against true scores.
public struct Figure: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable {
        case pearson
        case spearman
        /// Mean absolute error.
        case meanAbsoluteError
        /// Root of the mean squared error.
        case rootMeanSquareError
        /// Mean of predicted − real.
        case bias
        /// ``CalibrationLine/slope``
        case calibrationSlope
        /// ``CalibrationLine/intercept``
        case calibrationIntercept
        /// Area under the receiver operating characteristic.
        case areaUnderCurve
        case averagePrecision
        case accuracy
        case sensitivity
        case specificity
    }

    public let kind: Kind
    /// The Dice below which a mask is bad; nil for figures that know no bad masks.
    public let threshold: Double?

    public init(_ kind: Kind, threshold: Double? = nil) {
        self.kind = kind
        self.threshold = threshold
    }

    /// The kinds of agreement, in the order of reports.
    public static let agreementKinds: [Kind] = [
        .pearson, .spearman, .meanAbsoluteError, .rootMeanSquareError, .bias, .calibrationSlope, .calibrationIntercept,
    ]

    /// The kinds that find bad masks, in the order of reports.
    public static let detectionKinds: [Kind] = [
        .areaUnderCurve, .averagePrecision, .accuracy, .sensitivity, .specificity,
    ]

    /// Every figure: those of agreement, then for each threshold those of detection.
    public static func all(thresholds: [Double]) -> [Figure] {
        agreementKinds.map { Figure($0) }
            + thresholds.flatMap { threshold in detectionKinds.map { Figure($0, threshold: threshold) } }
    }

    /// The figures of ``all(thresholds:)`` of paired scores, nil where one is not defined.
    public static func values(of scores: PairedScores, thresholds: [Double]) -> [Double?] {
        let agreement = Agreement(scores)
        return [
            agreement.pearson, agreement.spearman, agreement.meanAbsoluteError, agreement.rootMeanSquareError,
            agreement.bias, agreement.calibration?.slope, agreement.calibration?.intercept,
        ]
            + thresholds.flatMap { threshold -> [Double?] in
                let detection = Detection(scores, threshold: threshold)
                return [
                    detection.areaUnderCurve, detection.averagePrecision, detection.decisions?.accuracy,
                    detection.decisions?.sensitivity, detection.decisions?.specificity,
                ]
            }
    }
}
