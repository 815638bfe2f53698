public import Cases
public import Logging
import Machine
public import Scoring
public import SystemPackage

/// What a run over images without masks is asked to do: the options of `rca-cli screen`.
public struct ScreenRequest: Sendable {
    /// The folder or archive of images.
    package var images: String
    /// A reference bundle, or a folder with `images/` and `labels/`.
    package var reference: String
    /// What the labels of the references mean; nil takes the bundle's own structures. A folder of references needs them.
    public var structures: StructureList?
    /// Where the tables go.
    package var output: String
    /// Where the images go once they lie upright; nil for nowhere.
    package var uprightFolder: String?
    /// Workers; each takes one image at a time.
    public var threads = ProcessorCount.available()
    public var stopsAtFirstFailure = false
    /// The part of the images that is looked at. A shard writes its journal alone, and images that are laid upright;
    /// ``MergeRun`` makes the tables, in which duplicates are found among all.
    public var shard = Shard.whole
    public var isQuiet = true
    public var logger: Logger?
    /// Remove first what earlier runs wrote into the output folder.
    public var replaces = false
    /// The command's words, for the run record.
    public var command: [String] = []

    /// - Parameters:
    ///   - images: the folder or archive of images.
    ///   - reference: a bundle, or a folder with `images/` and `labels/`.
    ///   - structures: what the labels of the references mean; nil for the bundle's own.
    ///   - output: where the tables go.
    ///   - uprightFolder: where the images go once they lie upright; nil for nowhere.
    public init(
        images: FilePath, reference: FilePath, structures: StructureList? = nil, output: FilePath,
        uprightFolder: FilePath? = nil
    ) {
        self.init(
            images: images.string, reference: reference.string, structures: structures, output: output.string,
            uprightFolder: uprightFolder?.string)
    }

    package init(
        images: String, reference: String, structures: StructureList?, output: String, uprightFolder: String?
    ) {
        self.images = images
        self.reference = reference
        self.structures = structures
        self.output = output
        self.uprightFolder = uprightFolder
    }
}

extension ScreenRequest: RunRequest {}
