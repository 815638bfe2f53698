/// What is wrong with something that a person gave the program, in one line that they can act on.
///
/// Every layer throws this one type for bad input. Its ``description`` names the file (or option), says what
/// is wrong and how to mend it; nothing else needs to be printed.
public struct InputError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kind of failure, stable across releases: `rca_run.json` counts failures by it.
    public struct Code: RawRepresentable, Sendable, Hashable {
        public let rawValue: String

        public init(rawValue: String) { self.rawValue = rawValue }

        public static let fileMissing = Code(rawValue: "file missing")
        public static let fileUnreadable = Code(rawValue: "file unreadable")
        public static let fileEmpty = Code(rawValue: "file empty")
        public static let fileDamaged = Code(rawValue: "file damaged")
        public static let formatUnsupported = Code(rawValue: "format unsupported")
        public static let imageTooLarge = Code(rawValue: "image too large")
        public static let sizeMismatch = Code(rawValue: "size mismatch")
        public static let labelUnknown = Code(rawValue: "label unknown")
        public static let pairingFailed = Code(rawValue: "pairing failed")
        public static let structureMissing = Code(rawValue: "structure missing")
        public static let referenceInvalid = Code(rawValue: "reference set invalid")
        public static let outputUnwritable = Code(rawValue: "output unwritable")
        /// One file, and no other, cannot be written.
        public static let outputNameTooLong = Code(rawValue: "output name too long")
        /// A file that would have to be replaced is not as it was written.
        public static let outputChanged = Code(rawValue: "output changed")
        /// The library was compiled for another processor.
        public static let machineUnsupported = Code(rawValue: "machine unsupported")
        /// The caller of the library asked for its work to end.
        public static let cancelled = Code(rawValue: "cancelled")
        public static let optionInvalid = Code(rawValue: "option invalid")
    }

    public let code: Code
    /// The file, folder or option the error is about, as the user gave it.
    public let subject: String
    /// What is wrong, without the subject and without a full stop.
    public let problem: String
    /// What to do about it, in the imperative, or nil where only the sender of the file can mend it.
    public let remedy: String?

    public init(_ code: Code, _ subject: String, _ problem: String, remedy: String? = nil) {
        self.code = code
        self.subject = subject
        self.problem = problem
        self.remedy = remedy
    }

    /// `subject: problem; remedy`, on one line whatever control characters the subject has; an empty subject is `''`.
    public var description: String {
        let subject = subject.isEmpty ? "''" : subject
        let line = remedy.map { "\(subject): \(problem); \($0)" } ?? "\(subject): \(problem)"
        return String(line.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7f ? "?" : Character($0) })
    }
}
