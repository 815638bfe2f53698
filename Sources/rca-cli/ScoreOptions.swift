import ArgumentParser
import RCA

/// A similarity measure on the command line.
struct SimilarityOption: ExpressibleByArgument {
    let measure: SimilarityMeasure

    init(_ measure: SimilarityMeasure) { self.measure = measure }

    init?(argument: String) {
        guard let measure = SimilarityMeasure(rawValue: argument) else { return nil }
        self.measure = measure
    }

    static var allValueStrings: [String] { SimilarityMeasure.allCases.map(\.rawValue) }
    var defaultValueDescription: String { measure.rawValue }
}

/// An estimator on the command line.
struct EstimatorOption: ExpressibleByArgument {
    let estimator: Estimator

    init(_ estimator: Estimator) { self.estimator = estimator }

    init?(argument: String) {
        guard let estimator = Estimator(rawValue: argument) else { return nil }
        self.estimator = estimator
    }

    static var allValueStrings: [String] { Estimator.allCases.map(\.rawValue) }
    var defaultValueDescription: String { estimator.rawValue }
}
