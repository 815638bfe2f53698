import Cases
import Imaging
import NumericSupport
import Presentation
import Scoring

/// One segmenter's masks, as a comparison sees them.
struct ComparedSegmenter {
    struct Mask {
        let fname: String
        /// Nil where it is not known.
        let predicted: Double?
        var real: Double?
        /// Nil where there is no verdict.
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
    /// The structures that a true Dice of a whole mask is over.
    private let structureNames: [String]
    /// What notes begin with.
    private let prefix: String

    /// - Parameters:
    ///   - path: a folder or archive of masks.
    ///   - scores: the tables in the folder; nil where it holds masks alone.
    ///   - figure: what is compared of them.
    ///   - masks: where the masks are that were scored; nil for where the record says.
    ///   - suffixes: endings of file names that do not tell one image from another.
    /// - Throws: ``InputError`` where something cannot be read, or an image has several scores.
    init(
        _ path: String, _ scores: ScoreFolder?, _ figure: PredictedFigure, masks: String?, suffixes: [String],
        _ request: ComparisonRequest
    ) throws(InputError) {
        name = path
        prefix = request.folders.count > 1 ? "\(path): " : ""
        structures = request.structures
        guard let scores else {
            guard masks == nil else {
                throw InputError(
                    .optionInvalid, "--masks", "\(path) holds no scores, but masks itself",
                    remedy: "leave --masks out, or give output folders of 'rca-cli score'")
            }
            folder = path
            structureNames = structures?.names ?? []
            return
        }
        structureNames = scores.structures
        let record = scores.record
        if structures == nil, let list = record?.text("structures") {
            structures = try Structure.parseList(list).ignoring(record?.text("ignore-labels"))
        }
        folder = masks ?? record?.path("masks")
        if masks == nil, let recorded = folder, !FileSources.areThere(recorded) {
            notes.append("\(path): its masks are no longer in \(recorded), and are not compared: --masks says where.")
            folder = nil
        }
        var unscored = 0
        for mask in scores.masks {
            guard let predicted = figure.value(of: mask) else {
                unscored += 1
                continue
            }
            let image = FileStem(of: mask.fname, droppingSuffixes: suffixes)
            guard self.masks[image] == nil else {
                throw InputError(
                    .pairingFailed, path, "has several masks of the image \(image.text)",
                    remedy: "score one mask an image, or name the endings to ignore by --suffix")
            }
            self.masks[image] = Mask(
                fname: mask.fname, predicted: predicted.asWritten, real: nil,
                isReliable: mask.verdict.isEmpty ? nil : mask.verdict == "reliable")
            order.append(image)
        }
        if unscored > 0 { notes.append("\(prefix)\(unscored) masks have no \(figure.name), and are left out.") }
    }

    var hasScores: Bool { masks.values.contains { $0.predicted != nil } }

    /// The masks' file names.
    var names: Set<FileName> { Set(masks.values.map { FileName($0.fname) }) }

    /// Adds a mask without a score; one that has a score stays.
    mutating func add(_ fname: String, of image: FileStem) {
        guard masks[image] == nil else { return }
        masks[image] = Mask(fname: fname, predicted: nil, real: nil, isReliable: nil)
        order.append(image)
    }

    /// Tells each mask its true Dice.
    mutating func add(_ truth: ScoresByMask) {
        var unknown = 0
        for (image, mask) in masks {
            let real = ReportComparisons.wholeMask(FileName(mask.fname), truth, structureNames)
            if real == nil { unknown += 1 }
            masks[image]?.real = real
        }
        guard unknown > 0 else { return }
        notes.append("\(prefix)\(unknown) masks have no truth; true figures are of the others.")
    }
}
