import Files

/// How the patient is found in an image's name: the first group in parentheses of a regular expression, or else what
/// matches.
struct PatientPattern {
    private let expression: Regex<AnyRegexOutput>

    /// - Throws: ``InputError`` (`option invalid`) where it is no regular expression.
    init(_ pattern: String) throws(InputError) {
        guard let expression = try? Regex(pattern) else {
            throw InputError(
                .optionInvalid, "--patient-pattern", "\"\(pattern)\" is not a regular expression",
                remedy: "write it as ^([0-9]+)_")
        }
        self.expression = expression
    }

    /// - Throws: ``InputError`` (`option invalid`) where there is none in the name.
    func patient(of image: String) throws(InputError) -> String {
        let match = try? expression.firstMatch(in: image)
        let found = match.flatMap { $0.output.count > 1 ? $0.output[1].substring : $0.output[0].substring }
        guard let found, !found.isEmpty else {
            throw InputError(
                .optionInvalid, "--patient-pattern", "finds no patient in the name \(image)",
                remedy: "write a pattern that finds the patient in every name")
        }
        return String(found)
    }
}
