/// What one check of ``Doctor`` found.
public struct DoctorFinding: Sendable, Equatable {
    /// How it stands.
    public enum Verdict: String, Sendable, Codable {
        /// As it should be.
        case well = "ok"
        /// Works, but worth knowing.
        case note
        /// Will not work, or gives wrong scores.
        case wrong = "WRONG"
    }

    /// What was looked at, in a word or two.
    public let subject: String
    public let verdict: Verdict
    /// What was found, without a full stop.
    public let detail: String
    /// What to do about it, in the imperative; nil where nothing has to be done.
    public let remedy: String?

    public init(_ subject: String, _ verdict: Verdict, _ detail: String, remedy: String? = nil) {
        self.subject = subject
        self.verdict = verdict
        self.detail = detail
        self.remedy = remedy
    }
}
