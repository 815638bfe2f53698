public import Cases
public import Imaging
public import Logging
import Machine
public import Scoring
public import SystemPackage

/// What a scoring run is asked to do: the options of `rca-cli score`.
public struct ScoringRequest: Sendable {
    /// The folder of images.
    package var images: String
    /// One or several folders of predicted masks of those images; one registration serves all masks of an image.
    package var masks: [String]
    /// A reference bundle, or a folder with `images/` and `labels/`.
    package var reference: String
    /// What the masks' labels mean, and which of a bundle's structures are scored; nil takes all of the bundle's, with
    /// its labels. A folder of references needs them.
    public var structures: StructureList?
    /// Where the tables go. With several mask folders, each gets a sub-folder of its own.
    package var output: String
    /// References that each mask is scored on.
    public var referencesPerCase = 20
    /// What is trained on an image and its mask to label the references.
    public var classifier = ClassifierKind.freeForm
    /// What `rca_dice_scores.csv` holds.
    public var estimator = Estimator.dice
    public var similarity = SimilarityMeasure.registeredCorrelation
    /// Workers; each takes one image with its masks at a time.
    public var threads = ProcessorCount.available()
    /// Write `rca_details.csv` too.
    public var writesDetails = false
    /// Stop at the first case that fails.
    public var stopsAtFirstFailure = false
    /// The part of the cases that is scored. A shard writes its journal alone; ``MergeRun`` makes the tables.
    public var shard = Shard.whole
    /// Print nothing: no progress, no failures as they come.
    public var isQuiet = true
    /// Where an operator can follow what the run does: the run itself at `info`, each image at `debug`, its stages
    /// at `trace`. Nil logs nothing.
    public var logger: Logger?
    /// Endings of file names that do not tell one patient from another.
    public var suffixes = ImageFolder.defaultSuffixes
    /// How masks lie on images where only one of both files says how it lies in the patient; nil tries what fits.
    public var maskOrientation: MaskOrientation?
    /// How tables of masks are read.
    public var maskTables = MaskTableOptions()
    /// Write `rca_intervals.csv` too: where each true Dice lies, and what to do with the mask.
    public var intervals: Intervals?
    /// Write `rca_surface.csv` too: how far outlines lie apart.
    public var surfaces: SurfaceSettings?
    /// The folder for a picture of each mask that shows where it is probably wrong; nil for none. With several mask
    /// folders, each gets a sub-folder of its own.
    package var errorMaps: String?
    /// Pass over masks without an image, and images without a mask, rather than list each as a failure.
    public var allowsUnpaired = false
    /// Remove first what earlier runs wrote into the output folder.
    public var replaces = false
    /// Write `report.html` too, when all is done. That is left to the caller; here it is only seen to that it can be.
    public var writesReport = false
    /// The command's words, for the run record.
    public var command: [String] = []

    /// Where ranges come from, and what is asked of them.
    public struct Intervals: Sendable {
        /// The file of a model that `calibrate` made; nil for the range that every expected Dice has.
        package var model: String?
        /// The share of intervals that may miss, in (0, 1).
        public var alpha: Double
        /// Masks with a Dice above are wanted, in [0, 1].
        public var threshold: Double

        /// - Parameters:
        ///   - model: the file of a model that `calibrate` made; nil for the range that every expected Dice has.
        ///   - alpha: the share of intervals that may miss, in (0, 1).
        ///   - threshold: masks with a Dice above are wanted, in [0, 1].
        public init(model: FilePath?, alpha: Double = 0.1, threshold: Double = 0.7) {
            self.init(model: model?.string, alpha: alpha, threshold: threshold)
        }

        package init(model: String?, alpha: Double = 0.1, threshold: Double = 0.7) {
            self.model = model
            self.alpha = alpha
            self.threshold = threshold
        }
    }

    /// - Parameters:
    ///   - images: the folder or archive of images.
    ///   - masks: one or several folders or archives of predicted masks of those images.
    ///   - reference: a bundle, or a folder with `images/` and `labels/`.
    ///   - structures: what the masks' labels mean; nil for the bundle's own names and labels.
    ///   - output: where the tables go.
    public init(
        images: FilePath, masks: [FilePath], reference: FilePath, structures: StructureList? = nil, output: FilePath
    ) {
        self.init(
            images: images.string, masks: masks.map(\.string), reference: reference.string, structures: structures,
            output: output.string)
    }

    package init(images: String, masks: [String], reference: String, structures: StructureList?, output: String) {
        self.images = images
        self.masks = masks
        self.reference = reference
        self.structures = structures
        self.output = output
    }
}

extension ScoringRequest {
    /// The same run with the folders that stand for its archives.
    package func reading(_ places: FileSources) -> ScoringRequest {
        var request = self
        (request.images, request.masks) = (places.images, places.masks)
        return request
    }

    /// - Throws: ``InputError`` (`option invalid`) where an option makes the whole run impossible.
    package func check() throws(InputError) {
        guard !masks.isEmpty else { throw InputError(.optionInvalid, "--masks", "no folder is given") }
        guard referencesPerCase >= 1 else {
            throw InputError(.optionInvalid, "--references-per-case", "\(referencesPerCase) is not 1 or more")
        }
        for (position, folder) in masks.enumerated()
        where masks[..<position].contains(where: { FileIdentity.areSame($0, folder) }) {
            throw InputError(.optionInvalid, folder, "is given twice as --masks", remedy: "give it once")
        }
        try AddressSpace.check(workers: threads)
    }
}
