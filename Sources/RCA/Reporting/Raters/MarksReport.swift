public import Evaluation

/// What several readers said of masks, and how far they agree: what `rca-cli marks` prints.
public struct MarksReport: Sendable, Equatable {
    public struct Reader: Sendable, Equatable {
        public let name: String
        /// Masks that the reader's marks pass and fail.
        public let passed: Int
        public let failed: Int
        /// How many masks got 1, 2, 3, 4, 5.
        public let ratings: [Int]

        public init(name: String, passed: Int, failed: Int, ratings: [Int]) {
            self.name = name
            self.passed = passed
            self.failed = failed
            self.ratings = ratings
        }
    }

    /// Two readers, or all of them.
    public struct Group: Sendable, Equatable {
        public let readers: [String]
        /// On whether masks pass.
        public let decisions: RaterAgreement
        /// On marks from 1 to 5; nil where no mask has one from each.
        public let ratings: RaterAgreement?

        public init(readers: [String], decisions: RaterAgreement, ratings: RaterAgreement?) {
            self.readers = readers
            self.decisions = decisions
            self.ratings = ratings
        }

        var title: String {
            readers.count == 2 ? readers.joined(separator: " and ") : "all \(readers.count) readers (Fleiss)"
        }
    }

    /// A mask that somebody marked.
    public struct Mask: Sendable, Equatable {
        public let fname: String
        /// By each reader; empty where there is none.
        public let marks: [String]
        /// How many readers pass and fail it.
        public let passedCount: Int
        public let failedCount: Int
        /// What follows; nil where that is open.
        public let passes: Bool?

        public init(fname: String, marks: [String], passedCount: Int, failedCount: Int, passes: Bool?) {
            self.fname = fname
            self.marks = marks
            self.passedCount = passedCount
            self.failedCount = failedCount
            self.passes = passes
        }

        /// Whether some readers pass it and others fail it.
        public var isDisputed: Bool { passedCount > 0 && failedCount > 0 }
    }

    public let readers: [Reader]
    public let groups: [Group]
    /// In the order of names.
    public let masks: [Mask]
    /// The lowest rating that passes.
    public let passFrom: Int
    public let confidence: Double
    /// 0 without intervals.
    public let resamples: Int
    public let seed: UInt64
    /// Masks with a score that nobody marked; nil where no scores were given.
    public let unmarkedCount: Int?
    /// What could not be used, a line each.
    public let missing: [String]

    public init(
        readers: [Reader], groups: [Group], masks: [Mask], passFrom: Int, confidence: Double, resamples: Int,
        seed: UInt64, unmarkedCount: Int?, missing: [String]
    ) {
        self.readers = readers
        self.groups = groups
        self.masks = masks
        self.passFrom = passFrom
        self.confidence = confidence
        self.resamples = resamples
        self.seed = seed
        self.unmarkedCount = unmarkedCount
        self.missing = missing
    }

    /// The masks that some readers pass and others fail.
    public var disputed: [Mask] { masks.filter(\.isDisputed) }
}
