public import Tables

/// Everything that `rca-cli verify` found out.
public struct Verification: Sendable {
    /// A sample of the published scores, computed anew from images and masks.
    public struct Recomputation: Sendable {
        /// Why a drawn row has no recomputed score.
        public struct Failure: Sendable, Equatable {
            public let fname: String
            public let message: String

            public init(fname: String, message: String) {
                self.fname = fname
                self.message = message
            }
        }

        /// How many rows were asked for.
        public let size: Int
        public let seed: UInt64
        /// The file's rows without exactly one image and one mask in the folders.
        public let withoutFiles: Int
        /// Sorted by the bytes of the name.
        public let failures: [Failure]
        public let extrapolation: SampleExtrapolation

        public init(
            size: Int, seed: UInt64, withoutFiles: Int, failures: [Failure], extrapolation: SampleExtrapolation
        ) {
            self.size = size
            self.seed = seed
            self.withoutFiles = withoutFiles
            self.failures = failures
            self.extrapolation = extrapolation
        }
    }

    public let published: ScoreFile
    public let computed: ScoreFile?
    public let join: ScoreFileJoin?
    /// Why names that only one of the files has do not meet, where that is something usual.
    public let nameDifference: NameDifference?
    public let recomputation: Recomputation?
    /// Of the joined rows, or of the recomputed ones.
    public let comparison: ScoreComparison?
    /// What was asked for, in a fixed order.
    public let checks: [VerificationCheck]
    /// How many of the lowest scores, and of the pairs that differ most, are reported.
    public let listed: Int

    /// The check of one file.
    public init(published: ScoreFile, limits: VerificationLimits, listed: Int) {
        self.published = published
        computed = nil
        join = nil
        nameDifference = nil
        recomputation = nil
        comparison = nil
        checks = Self.soundness([published], limits)
        self.listed = listed
    }

    /// The comparison of two files.
    ///
    /// - Parameter stem: a name without its extension and the endings of masks, by which names are recognised that are
    ///   written in another way.
    public init(
        published: ScoreFile, computed: ScoreFile, limits: VerificationLimits, threshold: Float, listed: Int,
        stem: (String) -> String = { $0 }
    ) {
        self.published = published
        self.computed = computed
        let join = ScoreFileJoin(published: published, computed: computed)
        let comparison = ScoreComparison(
            join.pairs, tolerance: limits.tolerance, threshold: threshold, listed: listed)
        self.join = join
        nameDifference = NameDifference(first: join.onlyInFirst, second: join.onlyInSecond, stem: stem)
        self.comparison = comparison
        recomputation = nil
        var checks = Self.soundness([published, computed], limits)
        // Nothing was compared: that is not agreement.
        if join.pairs.isEmpty {
            let why =
                join.unusable > 0
                ? "\(join.unusable) names are in both files, and none has a usable score in both"
                : "no name is in both files" + (nameDifference.map { ": \($0.text)" } ?? "")
            checks.append(VerificationCheck(option: "names in common", isHeld: false, message: why))
        }
        if limits.needsSameNames {
            let (missing, more) = (join.onlyInFirst.count, join.onlyInSecond.count)
            checks.append(
                VerificationCheck(
                    option: "--require-same-names", isHeld: missing == 0 && more == 0,
                    message: "\(missing) names are only in \(published.path), \(more) only in \(computed.path)"))
        }
        self.checks =
            checks
            + limits.checks(
                share: comparison.shareWithinTolerance, correlation: comparison.agreement.pearson,
                meanAbsoluteError: comparison.agreement.meanAbsoluteError, of: "\(join.pairs.count) rows")
        self.listed = listed
    }

    /// The comparison with a recomputed sample. Limits are for what is estimated of the whole file.
    public init(
        published: ScoreFile, recomputed pairs: [ScorePair], _ recomputation: Recomputation,
        limits: VerificationLimits, threshold: Float, listed: Int
    ) {
        self.published = published
        computed = nil
        join = nil
        nameDifference = nil
        self.recomputation = recomputation
        comparison = ScoreComparison(pairs, tolerance: limits.tolerance, threshold: threshold, listed: listed)
        let whole = recomputation.extrapolation
        checks =
            Self.soundness([published], limits)
            + limits.checks(
                share: whole.shareWithinTolerance.value, correlation: whole.correlation.value,
                meanAbsoluteError: whole.meanAbsoluteError.value,
                of: "\(whole.represented) rows, estimated from \(pairs.count),")
        self.listed = listed
    }

    /// Whether the files are sound and every limit holds.
    public var isHeld: Bool { checks.allSatisfy(\.isHeld) }

    public var files: [ScoreFile] { [published] + (computed.map { [$0] } ?? []) }

    private static func soundness(_ files: [ScoreFile], _ limits: VerificationLimits) -> [VerificationCheck] {
        files.map { file in
            let problems = file.problems.reduce(0) { $0 + $1.count }
            let notes = file.notes.reduce(0) { $0 + $1.count }
            let counts =
                "\(problems) \(problems == 1 ? "problem" : "problems"), \(notes) \(notes == 1 ? "note" : "notes")"
            return VerificationCheck(
                option: limits.isStrict ? "sound (--strict)" : "sound",
                isHeld: problems == 0 && (!limits.isStrict || notes == 0),
                message: "\(file.path) has \(counts)", file: file.path)
        }
    }
}
