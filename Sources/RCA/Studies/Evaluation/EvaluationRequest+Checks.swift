import Evaluation
import Imaging
import Reporting

extension EvaluationRequest.Limits {
    /// Whether the limits hold for the mean over the structures, or for the only structure.
    /// - Throws: ``InputError`` (`optionInvalid`) where there is no such estimate.
    func checks(of report: EvaluationReport) throws(InputError) -> [EvaluationReport.Check] {
        guard minCorrelation != nil || maxError != nil, let structure = report.structures.last else { return [] }
        guard let estimate = structure.estimates.first(where: { $0.estimator == estimator }) else {
            let names = structure.estimates.map(\.estimator).joined(separator: ", ")
            throw InputError(
                .optionInvalid, "--estimator", "there is no estimate '\(estimator)'; found: \(names)",
                remedy: "give one of these")
        }
        func check(_ name: String, _ kind: Figure.Kind, _ limit: Double?, _ holds: (Double, Double) -> Bool)
            -> [EvaluationReport.Check]
        {
            guard let limit else { return [] }
            let value = estimate.scores[Figure(kind)].value
            return [
                EvaluationReport.Check(
                    name: name, structure: structure.name, estimator: estimator, limit: limit, value: value,
                    holds: value.map { holds($0, limit) } ?? false)
            ]
        }
        return check("min-correlation", .pearson, minCorrelation, >=)
            + check("max-mae", .meanAbsoluteError, maxError, <=)
    }
}
