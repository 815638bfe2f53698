/// What a calibration model was made from.
public struct CalibrationOrigin: Codable, Sendable, Equatable {
    public enum Kind: String, Codable, Sendable {
        /// Score tables beside a truth table: real masks.
        case tables
        /// The references' own true masks, damaged on purpose and scored against the other references.
        case leaveOneOut = "leave-one-out on the references"
        /// Scores and truth that another program gave through the library.
        case memory
    }

    /// A file that was read.
    public struct File: Codable, Sendable, Equatable {
        public var path: String
        /// SHA-256 of its bytes, in hexadecimal.
        public var sha256: String

        public init(path: String, sha256: String) {
            self.path = path
            self.sha256 = sha256
        }
    }

    public var kind: Kind
    /// In the order in which they were read; for a reference set its path and digest.
    public var files: [File]
    /// The damages of leave-one-out, by name.
    public var damages: [String]?

    public init(kind: Kind, files: [File], damages: [String]? = nil) {
        self.kind = kind
        self.files = files
        self.damages = damages
    }
}

/// How the scores that a model was made from were made. Nil where the tables do not say.
public struct CalibrationSettings: Codable, Sendable, Equatable {
    /// References that each mask was scored on.
    public var referencesPerCase: Int?
    /// How they were found.
    public var similarity: String?
    /// The digest of the reference set.
    public var referenceDigest: String?
    /// What was trained on each image and its mask; nil for the classifier of the published scores.
    public var classifier: String?

    public init(
        referencesPerCase: Int? = nil, similarity: String? = nil, referenceDigest: String? = nil,
        classifier: String? = nil
    ) {
        self.classifier = classifier
        self.referencesPerCase = referencesPerCase
        self.similarity = similarity
        self.referenceDigest = referenceDigest
    }
}
