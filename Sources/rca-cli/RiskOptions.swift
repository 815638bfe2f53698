import ArgumentParser
import Studies

/// What accepting masks by their predicted Dice costs: the options of `evaluate`, `calibrate` and `report`.
struct RiskOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Also prints what it costs to accept masks by their predicted Dice: for each threshold the share of masks it keeps, and how many of these have a true Dice below this one.",
            valueName: "dice"))
    var dice: Double?

    @Option(
        help: ArgumentHelp(
            "With --dice: also finds the threshold that keeps the share of accepted masks with a true Dice below it at or under this share, for example 0.05. The promise holds for any number of images (Learn then Test); the command says if there are too few. 'evaluate' and 'calibrate' then end with exit code 1; 'report' only says so on the page.",
            valueName: "share"))
    var risk: Double?

    @Option(
        help: ArgumentHelp(
            "With --risk: how surely the promise is kept, as a share of sets of images like yours (default: 0.9).",
            valueName: "share"))
    var riskConfidence: Double?

    func validate() throws {
        if let dice, !(0...1).contains(dice) { throw ValidationError("--dice is 0 to 1") }
        guard risk == nil || dice != nil else { throw ValidationError("--risk needs --dice") }
        if let risk, !(risk > 0 && risk < 1) { throw ValidationError("--risk is between 0 and 1") }
        guard riskConfidence == nil || risk != nil else { throw ValidationError("--risk-confidence needs --risk") }
        if let riskConfidence, !(riskConfidence > 0 && riskConfidence < 1) {
            throw ValidationError("--risk-confidence is between 0 and 1")
        }
    }

    /// Nil where nothing is asked.
    /// - Parameter estimator: that masks are accepted by; nil for the expected Dice.
    func request(estimator: String? = nil) -> EvaluationRequest.Risk? {
        dice.map {
            var request = EvaluationRequest.Risk(dice: $0, limit: risk)
            if let riskConfidence { request.confidence = riskConfidence }
            request.estimator = estimator
            return request
        }
    }
}
