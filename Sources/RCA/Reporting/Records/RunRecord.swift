import FoundationEssentials
public import Imaging

/// What a run did, for `rca_run.json`: enough to repeat it, and to see what went wrong and what it cost.
public struct RunRecord: Codable, Sendable, Equatable {
    /// The reference set that the scores were made with.
    public struct Reference: Codable, Sendable, Equatable {
        /// The folder or bundle, as the user gave it.
        public var path: String
        /// The digest of the set's images and labels, in hexadecimal: the same for a folder and its bundle.
        public var digest: String
        /// The number of references in it.
        public var count: Int

        public init(path: String, digest: String, count: Int) {
            self.path = path
            self.digest = digest
            self.count = count
        }
    }

    /// How many there were of everything.
    public struct Counts: Codable, Sendable, Equatable {
        /// The files of the image folder.
        public var images: Int
        /// Every mask, and every image that has none: `scored + failed + notRun`.
        public var cases: Int
        /// The masks that have a row in `rca_dice_scores.csv`.
        public var scored: Int
        /// The failures listed.
        public var failed: Int
        /// The cases that a run which was stopped did not come to.
        public var notRun: Int
        /// Of those scored: results of earlier runs whose image or mask is gone. Nil for none.
        public var kept: Int?
        /// Masks without an image, and images without a mask, that were passed over (`--allow-unpaired`) and are no
        /// cases. Nil for none.
        public var unpaired: Int?

        public init(
            images: Int, cases: Int, scored: Int, failed: Int, notRun: Int, kept: Int = 0, unpaired: Int = 0
        ) {
            self.kept = kept > 0 ? kept : nil
            self.unpaired = unpaired > 0 ? unpaired : nil
            self.images = images
            self.cases = cases
            self.scored = scored
            self.failed = failed
            self.notRun = notRun
        }
    }

    /// How the run came to its end.
    public enum Ending: String, Codable, Sendable {
        case complete
        /// By Ctrl-C or another signal.
        case stoppedBySignal = "stopped by a signal"
        /// As `--fail-fast` asks.
        case stoppedAtFailure = "stopped at the first failure"
        /// Tables of shards that are not all complete.
        case incomplete
    }

    /// A case without a score.
    public struct Failure: Codable, Sendable, Equatable {
        /// The file name of the case's mask, or of the image that has none.
        public var fname: String
        /// The error's stable code, `pairing failed` for one.
        public var kind: String
        /// The whole line that was shown.
        public var message: String

        public init(fname: String, error: InputError) {
            self.fname = fname
            kind = error.code.rawValue
            message = error.description
        }
    }

    /// What is worth knowing about a case that has a score, `empty mask` for one.
    public struct Warning: Codable, Sendable, Equatable {
        public var fname: String
        public var messages: [String]

        public init(fname: String, messages: [String]) {
            self.fname = fname
            self.messages = messages
        }
    }

    /// What was undone before a case's image was registered.
    public struct Pose: Codable, Sendable, Equatable {
        public var fname: String
        public var pose: String

        public init(fname: String, pose: String) {
            self.fname = fname
            self.pose = pose
        }
    }

    /// What the run cost.
    public struct Cost: Codable, Sendable, Equatable {
        /// Processor time of all threads, in seconds.
        public var cpuSeconds: Double
        /// Elapsed time, in seconds.
        public var wallSeconds: Double
        /// The largest resident set, in bytes.
        public var peakMemoryBytes: Int

        public init(cpuSeconds: Double, wallSeconds: Double, peakMemoryBytes: Int) {
            self.cpuSeconds = cpuSeconds
            self.wallSeconds = wallSeconds
            self.peakMemoryBytes = peakMemoryBytes
        }
    }

    /// The program's version.
    public var version: String
    /// The command's words, the program's name first.
    public var command: [String]
    /// The folder that it was given in, which relative paths begin at; nil where that is not known.
    public var directory: String?
    /// Every parameter in force, given or by default, in a fixed order.
    public var parameters: [RunParameter]
    public var reference: Reference
    public var ending: Ending
    public var counts: Counts
    /// How many failures there are of each kind.
    public private(set) var failuresByKind: [String: Int]
    /// The failures, sorted by the bytes of `fname`.
    public private(set) var failures: [Failure]
    /// The cases whose image was not taken as it is, sorted by the bytes of `fname`.
    public private(set) var poses: [Pose]
    /// How many scored cases have each verdict.
    public var verdicts: [String: Int]
    /// With a calibration: for each structure and the mean, how many masks have each decision. Nil without one.
    public var decisions: [String: [String: Int]]?
    /// The warnings, sorted by the bytes of `fname`.
    public private(set) var warnings: [Warning]
    public var cost: Cost

    public init(
        version: String, command: [String], directory: String? = nil, parameters: [RunParameter], reference: Reference,
        ending: Ending,
        counts: Counts, failures: [Failure], poses: [Pose] = [], verdicts: [String: Int] = [:],
        decisions: [String: [String: Int]]? = nil, warnings: [Warning], cost: Cost
    ) {
        self.version = version
        self.command = command
        self.directory = directory
        self.parameters = parameters
        self.reference = reference
        self.ending = ending
        self.counts = counts
        failuresByKind = Dictionary(failures.map { ($0.kind, 1) }, uniquingKeysWith: +)
        self.failures = failures.sorted {
            $0.fname.equalsInBytes($1.fname)
                ? $0.message.precedesInBytes($1.message) : $0.fname.precedesInBytes($1.fname)
        }
        self.poses = poses.sorted { $0.fname.precedesInBytes($1.fname) }
        self.verdicts = verdicts
        self.decisions = decisions
        self.warnings = warnings.sorted { $0.fname.precedesInBytes($1.fname) }
        self.cost = cost
    }

    /// The record as indented JSON with sorted keys, ended by LF: equal records give equal bytes.
    /// - Throws: `InputError` (`optionInvalid`) if a number is not finite, which JSON cannot hold.
    public func json() throws(InputError) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            return try Array(encoder.encode(self)) + [UInt8(ascii: "\n")]
        } catch {
            throw InputError(.optionInvalid, "rca_run.json", "a parameter or cost is not a finite number")
        }
    }

    /// Reads what ``json()`` wrote.
    /// - Parameter source: the file's name, for messages.
    /// - Throws: `InputError` (`fileDamaged`) if it is not such a record.
    public init(json: [UInt8], source: String) throws(InputError) {
        do {
            self = try JSONDecoder().decode(RunRecord.self, from: Data(json))
        } catch {
            throw InputError(
                .fileDamaged, source, "is not the record of a run", remedy: "give an rca_run.json that rca-cli wrote")
        }
    }
}
