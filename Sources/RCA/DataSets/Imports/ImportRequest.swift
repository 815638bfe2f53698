public import Cases
import Machine
public import Scoring

/// What `rca-cli reference import` is asked to do.
public struct ImportRequest: Sendable {
    /// The data as they were downloaded.
    public enum Source: Sendable {
        /// JSRT radiographs (`.IMG`) and the SCR outlines of them: masks, or landmarks.
        case jsrt(radiographs: String, outlines: String, takesLandmarks: Bool)
        /// The folder with `CXR_png` and `ManualMask`.
        case montgomery(String)
        /// The folder with `CXR_png` and `mask`, or where the masks are.
        case shenzhen(String, masks: String?)
        /// A table of CheXmask and a folder of the images that it is about.
        case chexmask(table: String, images: String, options: CheXmaskOptions)
        /// Images and masks, a label map each or a sub-folder of binary masks for each structure.
        case folders(images: String, masks: String)
        /// Images, and outlines as points: a table, or a folder of files.
        case landmarks(images: String, landmarks: String)

        /// Everything that is read.
        var paths: [String?] {
            switch self {
            case .jsrt(let radiographs, let outlines, _): [radiographs, outlines]
            case .montgomery(let folder): [folder]
            case .shenzhen(let folder, let masks): [folder, masks]
            case .chexmask(let table, let images, _): [table, images]
            case .folders(let images, let masks): [images, masks]
            case .landmarks(let images, let landmarks): [images, landmarks]
            }
        }
    }

    /// Which rows of a CheXmask table are taken, and how.
    public struct CheXmaskOptions: Sendable {
        /// Rows with a smaller `Dice RCA (Mean)` are left out.
        public var minimumRCA = 0.0
        public var table = MaskTableOptions()

        public init() {}
    }

    public var source: Source
    /// What becomes a label, in the order in which one is drawn over another.
    public var structures: StructureList
    /// ``structures`` with the labels that they have in what is written.
    public var writtenStructures: [Structure] { structures.map { Structure(name: $0.name, label: $0.label) } }
    /// The folder that gets `images/`, `labels/`, `left_out.csv` and `README.md`.
    public var output: String
    /// The longer side of what is written, in pixels; smaller images keep their size.
    public var size = 512
    /// The side of the square image that SCR's landmarks are about.
    public var landmarkSide = 1024
    public var suffixes = ImageFolder.defaultSuffixes
    public var threads = ProcessorCount.available()
    /// The command's words, for the README.
    public var command: [String] = []

    public init(_ source: Source, structures: StructureList, output: String) {
        self.source = source
        self.structures = structures
        self.output = output
    }
}
