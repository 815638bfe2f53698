public import Cases
public import Logging
import Machine
public import Scoring
public import SystemPackage

/// What an audit is asked to do: the options of `rca-cli audit`.
public struct AuditRequest: Sendable {
    /// One or several folders or archives of masks; each is a set of its own.
    package var masks: [String]
    /// The folder or archive of the images that the masks belong to; nil where masks are looked at alone.
    package var images: String?
    /// A reference bundle, or a folder with `labels/`, whose masks are drawn as masks should be; nil for none.
    package var reference: String?
    /// What the masks' labels mean; nil takes the bundle's own structures.
    public var structures: StructureList?
    /// Where the tables go. With several mask folders, each gets a sub-folder of its own.
    package var output: String
    /// Workers; each takes one mask at a time.
    public var threads = ProcessorCount.available()
    public var stopsAtFirstFailure = false
    /// The part of the masks that is measured. A shard writes its journal alone; ``MergeRun`` makes the tables.
    public var shard = Shard.whole
    public var isQuiet = true
    public var logger: Logger?
    /// Endings of file names that do not tell one patient from another.
    public var suffixes = ImageFolder.defaultSuffixes
    /// How tables of masks are read.
    public var maskTables = MaskTableOptions()
    /// Pass over masks without an image, and images without a mask, rather than list each as a failure.
    public var allowsUnpaired = false
    /// Remove first what earlier runs wrote into the output folder.
    public var replaces = false
    /// The command's words, for the run record.
    public var command: [String] = []

    /// - Parameters:
    ///   - masks: the folders or archives of masks.
    ///   - images: those of the images; nil where masks are looked at alone.
    ///   - reference: a bundle, or a folder with `labels/`; nil for none.
    ///   - structures: what the labels mean; nil only where the reference is a bundle.
    ///   - output: where the tables go.
    public init(
        masks: [FilePath], images: FilePath? = nil, reference: FilePath? = nil, structures: StructureList? = nil,
        output: FilePath
    ) {
        self.init(
            masks: masks.map(\.string), images: images?.string, reference: reference?.string, structures: structures,
            output: output.string)
    }

    package init(masks: [String], images: String?, reference: String?, structures: StructureList?, output: String) {
        self.masks = masks
        self.images = images
        self.reference = reference
        self.structures = structures
        self.output = output
    }
}

extension AuditRequest: RunRequest {}
