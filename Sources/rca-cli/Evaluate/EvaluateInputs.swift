import ArgumentParser
import RCA
import Studies

/// Where `evaluate` finds predictions and truth.
struct EvaluateInputs: ParsableArguments {
    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "Output folder of 'score' (including its sub-folders for several mask folders), or a score file. May be given several times.",
            valueName: "path"), completion: .file())
    var scores: [String] = []

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "Table fname,structure,reference,dice. May be given several times.", valueName: "file"),
        completion: .file())
    var details: [String] = []

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "Table fname,structure,dice of the true Dice. For several sub-folders: one table for each, known by their names, or else in the order of --masks in 'score'; a folder of tables named after them; or one table with a column 'masks'. For several --scores: one of these for all, or one for each.",
            valueName: "path"), completion: .file())
    var truth: [String] = []

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "Folder of the masks that were scored; give it once for each sub-folder.", valueName: "folder"),
        completion: .directory)
    var masks: [String] = []

    @Option(
        help: ArgumentHelp(
            "With --surface: folder of the images, whose sizes serve to convert --pixel-spacing (default: what rca_run.json says).",
            valueName: "folder"), completion: .directory)
    var images: String?

    @Option(
        help: ArgumentHelp("Folder of the true masks, named like the images.", valueName: "folder"),
        completion: .directory)
    var truthMasks: String?

    @Option(
        help: ArgumentHelp(
            "With --truth-masks: also write the true Dice of each mask into this table, which every --truth takes.",
            valueName: "file"), completion: .file())
    var writeTruth: String?

    @OptionGroup var overwriting: OverwriteOption

    @Option(help: ArgumentHelp("What the labels of the masks mean, for example lungs=1,heart=2.", valueName: "list"))
    var structures: String?

    @Option(
        help: ArgumentHelp(
            "What the labels of the true masks mean, if that differs. A structure that you leave out has no truth.",
            valueName: "list"))
    var truthStructures: String?

    @OptionGroup var labels: LabelOptions

    @Option(
        help: ArgumentHelp(
            "How to place a predicted mask on the true one if only one of the two files gives its orientation in the patient: patient, rows or columns, as in 'score' (default: what rca_run.json says).",
            valueName: "way"))
    var maskOrientation: Choice<MaskOrientation>?

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "Table fname,mark of the masks that a person marked as fine or wrong, or from 1 to 5, as saved in the page of 'rca-cli report'. Give it once for each reader.",
            valueName: "file"), completion: .file())
    var marks: [String] = []

    @OptionGroup var raters: RaterOptions

    @Option(
        help: ArgumentHelp("With several readers: what most of them say, or each one by one.", valueName: "reading"))
    var readers = Choice(EvaluationRequest.Marks.Reading.majority)

    @Option(
        help: ArgumentHelp("Table with one row per mask and columns of predicted and true Dice.", valueName: "file"),
        completion: .file())
    var table: String?

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "Columns of --table, as STRUCTURE:TRUTH-COLUMN:max=COLUMN,mean=COLUMN. Give it once for each structure; the structure 'mean' is the mean over the structures.",
            valueName: "columns"))
    var columns: [String] = []

    /// Whether true scores are given, and not marks alone.
    var hasTruth: Bool { table != nil || !truth.isEmpty || truthMasks != nil }

    /// - Throws: what does not go together.
    func check() throws {
        let given = [!scores.isEmpty, !details.isEmpty, table != nil].count { $0 }
        guard given == 1 else { throw ValidationError("give one of --scores, --details and --table") }
        guard (table != nil) == !columns.isEmpty else {
            throw ValidationError("--table and --columns belong together")
        }
        guard writeTruth == nil || truthMasks != nil else { throw ValidationError("--write-truth needs --truth-masks") }
        guard writeTruth != nil || !overwriting.overwrite else {
            throw ValidationError("--overwrite is about --write-truth")
        }
        guard marks.isEmpty || !scores.isEmpty else { throw ValidationError("--marks needs --scores") }
        guard !marks.isEmpty || raters.rater.isEmpty else { throw ValidationError("--rater needs --marks") }
        if table != nil {
            guard truth.isEmpty, masks.isEmpty, truthMasks == nil else {
                throw ValidationError("the truth of --table is in its own columns")
            }
            return
        }
        guard truth.isEmpty || truthMasks == nil, !truth.isEmpty || truthMasks != nil || !marks.isEmpty else {
            throw ValidationError("give --truth or --truth-masks")
        }
        guard truthMasks == nil || (!masks.isEmpty && structures != nil) else {
            throw ValidationError("--truth-masks needs --masks and --structures")
        }
        guard
            truthMasks != nil
                || (masks.isEmpty && structures == nil && truthStructures == nil && labels.ignoreLabels == nil
                    && images == nil && maskOrientation == nil)
        else {
            throw ValidationError(
                "--masks, --images, --structures, --truth-structures, --ignore-labels and --mask-orientation belong to "
                    + "--truth-masks")
        }
    }

    /// Everything that is read.
    var paths: [String?] { scores + details + truth + masks + [images, truthMasks] + marks + [table] }

    /// - Throws: ``InputError`` where a list of structures or columns cannot be read.
    func request(cluster: EvaluationRequest.Cluster) throws(InputError) -> EvaluationRequest {
        var predictions = EvaluationRequest.Predictions.scores(scores)
        if !details.isEmpty { predictions = .details(details) }
        if let table {
            predictions = .table(
                table, columns: try columns.map { text throws(InputError) in try TableColumns(parsing: text) })
        }
        var truth = EvaluationRequest.Truth.tables(truth)
        if table != nil { truth = .sameTable }
        if let truthMasks, let structures {
            if case .column(let name) = cluster {
                throw InputError(
                    .optionInvalid, "--cluster", "there is no column '\(name)': the truth are masks",
                    remedy: "give image or mask, or a table of the truth")
            }
            truth = .masks(
                masks, truth: truthMasks, structures: try labels.list(structures),
                trueStructures: try truthStructures.map { text throws(InputError) in try labels.list(text) })
        }
        if !hasTruth { truth = .none }
        var request = EvaluationRequest(predictions: predictions, truth: truth)
        if !marks.isEmpty {
            var read = EvaluationRequest.Marks(paths: marks)
            read.raters = raters.rater
            read.passFrom = raters.passFrom
            read.reading = readers.value
            request.marks = read
        }
        request.images = images
        request.maskOrientation = maskOrientation?.value
        request.cluster = cluster
        return request
    }
}

/// Thresholds on the command line.
struct ThresholdList: ExpressibleByArgument {
    let values: [Double]

    init(_ values: [Double]) { self.values = values }

    init?(argument: String) {
        let values = argument.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) ?? .nan }
        guard values.allSatisfy({ (0...1).contains($0) }), Set(values).count == values.count else { return nil }
        self.init(values)
    }

    var defaultValueDescription: String { values.map(\.description).joined(separator: ",") }
}
