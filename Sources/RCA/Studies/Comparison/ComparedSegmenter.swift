import Cases
import Imaging
import NumericSupport
import Presentation
import Reporting
import Scoring

/// One segmenter's masks, as a comparison sees them.
struct ComparedSegmenter {
    struct Mask {
        let fname: String
        /// Nil where it is not known.
        let predicted: Double?
        let real: Double?
        let isReliable: Bool?
    }

    let name: String
    /// By image.
    private(set) var masks: [FileStem: Mask] = [:]
    /// The images, in the order of the folder.
    private(set) var order: [FileStem] = []
    /// Where the masks are; nil where that is not known.
    private(set) var folder: String?
    /// What their labels mean; nil where that is not known.
    private(set) var structures: StructureList?
    /// What a reader has to know, in sentences.
    private(set) var notes: [String] = []
    private let truth: String?
    private var real: ((String) -> Double?)?

    /// - Parameters:
    ///   - path: the output folder of `score`, or a folder or archive of masks.
    ///   - masks: where the masks are that were scored; nil for where the record says.
    ///   - truth: a table of the true Dice.
    /// - Throws: ``InputError`` where something cannot be read, or an image has several scores.
    init(
        _ path: String, named name: String, masks: String?, truth: String?, _ request: ComparisonRequest
    ) throws(InputError) {
        self.name = name
        self.truth = truth
        structures = request.structures
        let isScored = FileIdentity.isTaken(joined(path, "rca_dice_scores.csv"))
        let hasScoredFolders =
            !isScored
            && ((try? FolderListing(path: path))?.folders ?? []).contains {
                FileIdentity.isTaken(joined(joined(path, $0), "rca_dice_scores.csv"))
            }
        // What holds no scores but folders that do gets the error that lists them.
        guard isScored || hasScoredFolders else {
            guard masks == nil else {
                throw InputError(
                    .optionInvalid, "--masks", "\(path) holds no scores, but masks itself",
                    remedy: "leave --masks out, or give output folders of 'rca-cli score'")
            }
            folder = path
            try readTruth(structures?.names ?? [])
            return
        }
        let scores = try ScoreFolder(path: path)
        let record = scores.record
        if structures == nil, let list = record?.text("structures") {
            structures = try Structure.parseList(list).ignoring(record?.text("ignore-labels"))
        }
        folder = masks ?? record?.text("masks")
        if masks == nil, let recorded = folder, !FileSources.areThere(recorded) {
            notes.append("\(name): its masks are no longer in \(recorded), and are not compared: --masks says where.")
            folder = nil
        }
        try readTruth(scores.structures)
        var unscored = 0
        for mask in scores.masks {
            guard let predicted = mask.leading else {
                unscored += 1
                continue
            }
            let image = FileStem(of: mask.fname, droppingSuffixes: request.suffixes)
            guard self.masks[image] == nil else {
                throw InputError(
                    .pairingFailed, path, "has several masks of the image \(image.text)",
                    remedy: "score one mask an image, or name the endings to ignore by --suffix")
            }
            self.masks[image] = Mask(
                fname: mask.fname, predicted: predicted.asWritten, real: real?(mask.fname),
                isReliable: mask.verdict.isEmpty || mask.verdict == "reliable")
            order.append(image)
        }
        let prefix = request.folders.count > 1 ? "\(name): " : ""
        if unscored > 0 { notes.append("\(prefix)\(unscored) masks have no score, and are left out.") }
        let unknown = self.masks.values.count { $0.real == nil }
        if truth != nil, unknown > 0 {
            notes.append("\(prefix)\(unknown) masks have no truth; true figures are of the others.")
        }
    }

    private mutating func readTruth(_ names: [String]) throws(InputError) {
        real = try truth.map { path throws(InputError) in try ReportComparisons.wholeMasks(path, names) }
    }

    var hasScores: Bool { masks.values.contains { $0.predicted != nil } }

    /// Adds a mask without a score; one that has a score stays.
    mutating func add(_ fname: String, of image: FileStem) {
        guard masks[image] == nil else { return }
        masks[image] = Mask(fname: fname, predicted: nil, real: real?(fname), isReliable: nil)
        order.append(image)
    }
}
