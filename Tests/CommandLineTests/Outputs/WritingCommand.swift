import Files

/// A command that writes, with everything that it reads: what `OutputGuardTests` tries as its output.
struct WritingCommand: Sendable, CustomStringConvertible {
    /// What is typed before its options.
    let words: [String]
    /// What it reads without an option, by the name that help has for it.
    var arguments: [(name: String, path: String)] = []
    /// What it reads by an option.
    let inputs: [(option: String, path: String)]
    var more: [String] = []
    /// The option that names what is written.
    var output = "output"
    /// Of the program's own words, which are not in `words`.
    var command: String { words.prefix { $0 != "--" && !$0.hasPrefix("--") }.joined(separator: " ") }

    var description: String { command }

    func line(output: String) -> [String] {
        words + arguments.map(\.path) + inputs.flatMap { ["--" + $0.option, $0.path] } + more + [
            "--" + self.output, output,
        ]
    }

    private static let structures = ["--structures", "lungs=1,heart=2"]
    private static let scoring = [
        (option: "images", path: "images"), ("masks", "masks"), ("reference", "set.rcaref"),
        ("calibration", "model.json"),
    ]

    private static let watching = [
        (option: "baseline", path: "scores"), ("new", "published.csv"), ("metadata", "test-truth.csv"),
    ]
    private static let marked = [(name: "file", path: "marks.csv")]

    /// Every command with an output that a person names.
    static let all: [WritingCommand] = [
        WritingCommand(words: ["score"], inputs: scoring, more: structures),
        WritingCommand(
            words: ["score"], inputs: scoring, more: structures + ["--output", "new"], output: "error-maps"),
        WritingCommand(words: ["slurm", "submit", "--shards", "2", "--", "score"], inputs: scoring, more: structures),
        WritingCommand(words: ["segment"], inputs: [("images", "images"), ("reference", "set.rcaref")]),
        WritingCommand(
            words: ["report"], arguments: [("folder", "scores")],
            inputs: [
                ("truth", "truth.csv"), ("published", "published.csv"), ("images", "images"), ("masks", "masks"),
                ("reference", "set.rcaref"), ("screen", "test-truth.csv"), ("metadata", "test-truth.csv"),
            ], more: ["--by", "structure"]),
        WritingCommand(
            words: ["overlay"], arguments: [("folder", "scores")],
            inputs: [("images", "images"), ("masks", "masks"), ("reference", "set.rcaref")]),
        WritingCommand(words: ["screen"], inputs: [("images", "images"), ("reference", "set.rcaref")]),
        WritingCommand(
            words: ["screen"], inputs: [("images", "images"), ("reference", "set.rcaref")], more: ["--output", "new"],
            output: "apply"),
        WritingCommand(
            words: ["audit"], inputs: [("masks", "masks"), ("images", "images"), ("reference", "set.rcaref")]),
        WritingCommand(
            words: ["compare"], arguments: [("folder", "scores")],
            inputs: [("metadata", "test-truth.csv"), ("truth", "truth.csv"), ("masks", "masks")],
            more: ["scores", "--by", "structure", "--masks", "labels"]),
        WritingCommand(
            words: ["compare"], arguments: [("folder", "scores")], inputs: [("masks", "masks")],
            more: ["scores", "--masks", "labels"], output: "agreement"),
        WritingCommand(words: ["watch"], inputs: watching, more: ["--by", "structure"], output: "state"),
        WritingCommand(words: ["watch"], inputs: watching, more: ["--by", "structure"], output: "page"),
        WritingCommand(
            words: ["evaluate"],
            inputs: [
                ("scores", "scores"), ("masks", "masks"), ("truth-masks", "labels"), ("images", "images"),
                ("marks", "marks.csv"), ("metadata", "test-truth.csv"),
            ], more: structures + ["--by", "structure"], output: "write-truth"),
        WritingCommand(words: ["marks"], arguments: marked, inputs: [("scores", "scores")], output: "pass"),
        WritingCommand(words: ["marks"], arguments: marked, inputs: [("scores", "scores")], output: "fail"),
        WritingCommand(words: ["marks"], arguments: marked, inputs: [("scores", "scores")], output: "disagreements"),
        WritingCommand(
            words: ["calibrate"],
            inputs: [
                ("scores", "scores"), ("details", "scores/rca_details.csv"), ("truth", "truth.csv"),
                ("test-scores", "scores/rca_structures.csv"), ("test-details", "details.csv"),
                ("test-truth", "test-truth.csv"),
            ]),
        WritingCommand(words: ["calibrate"], inputs: [("reference", "set.rcaref")]),
        WritingCommand(
            words: ["reference", "build"], inputs: [("images", "images"), ("labels", "labels")], more: structures),
        WritingCommand(words: ["reference", "learn"], arguments: [("path", "set.rcaref")], inputs: []),
        WritingCommand(
            words: ["reference", "learn"], arguments: [("path", "refs")], inputs: [], more: ["--keep-networks"]),
        WritingCommand(
            words: ["reference", "import", "jsrt"], inputs: [("images", "images"), ("outlines", "labels")]),
        WritingCommand(words: ["reference", "import", "montgomery"], inputs: [("images", "images")]),
        WritingCommand(
            words: ["reference", "import", "shenzhen"], inputs: [("images", "images"), ("masks", "masks")]),
        WritingCommand(
            words: ["reference", "import", "chexmask"], inputs: [("table", "truth.csv"), ("images", "images")]),
        WritingCommand(
            words: ["reference", "import", "folders"], inputs: [("images", "images"), ("masks", "masks")],
            more: structures),
        WritingCommand(
            words: ["reference", "import", "landmarks"], inputs: [("images", "images"), ("landmarks", "truth.csv")],
            more: structures),
        WritingCommand(
            words: ["register"],
            inputs: [
                ("fixed", "images/phantom_0001.png"), ("moving", "images/phantom_0002.png"),
                ("moving-labels", "labels/phantom_0002.png"), ("fixed-labels", "labels/phantom_0001.png"),
                ("reference", "set.rcaref"),
            ]),
        WritingCommand(words: ["archive", "index"], arguments: [("archive", "all.tar")], inputs: []),
        WritingCommand(words: ["archive", "index"], arguments: [("archive", "split.tar.*")], inputs: []),
        WritingCommand(words: ["demo"], inputs: [("reference", "refs")]),
        WritingCommand(words: ["phantom"], inputs: []),
        WritingCommand(words: ["manual"], inputs: []),
        // What it writes into is what it is about: a test of its own.
        WritingCommand(
            words: ["dataset", "describe"], arguments: [("folder", "set")], inputs: [("description-file", "about.txt")]),
    ]

    /// Commands that write nothing under a name that a person gives.
    static let others: Set<String> = [
        "merge", "show", "verify", "doctor", "reference info", "archive list", "slurm status",
        "slurm resubmit", "slurm worker",
    ]

    /// Inputs that do not go with an output, by command.
    static let withoutOutput: [String: Set<String>] = ["evaluate": ["details", "truth", "table"]]

    /// Of these the output is tried; the others read nothing, or have no such option.
    var hasInputsAndOutput: Bool { !(arguments.isEmpty && inputs.isEmpty) && command != "dataset describe" }
}
