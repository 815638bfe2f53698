public import Cases
public import Logging
import Machine
public import Scoring
public import Segmentation
public import SystemPackage

/// What a segmentation run is asked to do: the options of `rca-cli segment`.
public struct SegmentationRequest: Sendable {
    /// The folder or archive of images.
    package var images: String
    /// A reference bundle, or a folder with `images/` and `labels/`.
    package var reference: String
    /// What the labels of the references, and of the result, mean; nil takes the bundle's own structures. A folder of
    /// references needs them.
    public var structures: StructureList?
    /// Where the label maps and the tables go.
    package var output: String
    public var parameters = SegmentationParameters()
    /// How atlases are registered to an image.
    public var registration = RegistrationKind.freeForm
    /// Write the masks as one table rather than a label map for each image.
    public var writesTable = false
    /// Write a confidence map for each image too.
    public var writesConfidence = false
    /// Score each result by cross-fitting.
    public var scores = false
    /// Workers; each takes one image at a time.
    public var threads = ProcessorCount.available()
    public var stopsAtFirstFailure = false
    /// The part of the images that is segmented.
    public var shard = Shard.whole
    public var isQuiet = true
    public var logger: Logger?
    /// Endings of file names that do not tell one patient from another: the results' names are without them.
    public var suffixes = ImageFolder.defaultSuffixes
    /// Remove first what earlier runs wrote into the output folder.
    public var replaces = false
    /// The command's words, for the run record.
    public var command: [String] = []

    /// - Parameters:
    ///   - images: the folder or archive of images.
    ///   - reference: a bundle, or a folder with `images/` and `labels/`.
    ///   - structures: what the labels of the references, and of the result, mean; nil for the bundle's own.
    ///   - output: where the label maps and the tables go.
    public init(images: FilePath, reference: FilePath, structures: StructureList? = nil, output: FilePath) {
        self.init(
            images: images.string, reference: reference.string, structures: structures, output: output.string)
    }

    package init(images: String, reference: String, structures: StructureList?, output: String) {
        self.images = images
        self.reference = reference
        self.structures = structures
        self.output = output
    }

    /// The endings of the results' names, behind the image's stem.
    package static let labelEnding = "_labels.png"
    package static let confidenceEnding = "_confidence.png"
    /// The sub-folder of the confidence maps: beside the label maps they would be taken for masks.
    package static let confidenceFolder = "confidence"
}
