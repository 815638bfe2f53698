public import Cases
public import Imaging
import Machine
public import Reporting
public import Scoring

/// What masks were scored with, so that some can be scored again: images, masks, references and options.
public struct EngineInputs: Sendable {
    public var images: String
    public var masks: String
    public var reference: String
    /// Nil takes a bundle's own.
    public var structures: StructureList?
    public var referencesPerCase = 20
    public var similarity = SimilarityMeasure.registeredCorrelation
    /// What is trained on an image and its mask to label the references.
    public var classifier = ClassifierKind.freeForm
    public var suffixes = ImageFolder.defaultSuffixes
    public var threads = ProcessorCount.available()
    /// How masks lie on images where only one of both files says how it lies in the patient; nil tries what fits.
    public var maskOrientation: MaskOrientation?
    /// Whether a mask that is scored again has other scores: ``RunRecord/madeItsMasks``.
    var hasScoresOfHalves = false
    /// How tables of masks are read.
    public var maskTables = MaskTableOptions()

    public init(images: String, masks: String, reference: String, structures: StructureList?) {
        self.images = images
        self.masks = masks
        self.reference = reference
        self.structures = structures
    }

    /// What replaces the record's entries; nil leaves them.
    public struct Changes: Sendable {
        public var images: String?
        public var masks: String?
        public var reference: String?
        public var structures: StructureList?
        public var suffixes: [String]?
        public var threads: Int?
        public var maskOrientation: MaskOrientation?

        public init() {}
    }

    /// The paths that ``init(_:_:)`` would take, as far as they are known.
    static func paths(_ record: RunRecord?, _ changes: Changes) -> [String?] {
        func text(_ name: String) -> String? { record?.text(name) }
        return [
            changes.images ?? record?.path("images"), changes.masks ?? record?.path("masks"),
            changes.reference ?? record?.referencePath,
        ]
    }

    /// The endings that names of masks had for the run.
    static func suffixes(_ record: RunRecord?, _ changes: Changes) -> [String] {
        changes.suffixes ?? record?.suffixes ?? ImageFolder.defaultSuffixes
    }

    /// What the record of a run says, with changes.
    ///
    /// - Parameters:
    ///   - record: nil where there is none; then `changes` have to name everything.
    ///   - changes: what replaces the record's entries.
    /// - Throws: ``InputError`` that names the first thing that neither says.
    public init(_ record: RunRecord?, _ changes: Changes) throws(InputError) {
        func text(_ name: String) -> String? { record?.text(name) }
        func needed(_ name: String, _ value: String?) throws(InputError) -> String {
            guard let value else {
                throw InputError(
                    .optionInvalid, "--\(name)", "is not given, and there is no rca_run.json that says it",
                    remedy: "add it")
            }
            return value
        }
        self.init(
            images: try needed("images", changes.images ?? record?.path("images")),
            masks: try needed("masks", changes.masks ?? record?.path("masks")),
            reference: try needed("reference", changes.reference ?? record?.referencePath),
            structures: changes.structures)
        if structures == nil, let list = text("structures") {
            structures = try Structure.parseList(list).ignoring(text("ignore-labels"))
        }
        if let count = record?.referencesPerCase { referencesPerCase = max(count, 1) }
        if let measure = text("similarity").flatMap(SimilarityMeasure.init(rawValue:)) { similarity = measure }
        if let name = text("classifier").flatMap(ClassifierKind.init(rawValue:)) { classifier = name }
        suffixes = Self.suffixes(record, changes)
        hasScoresOfHalves = record?.madeItsMasks ?? false
        maskTables.takesLandmarks = record?.flag("landmarks") ?? false
        maskTables.idColumn = text("id-column")
        if let given = changes.threads { threads = given }
        maskOrientation = changes.maskOrientation ?? text("mask-orientation").flatMap(MaskOrientation.init(rawValue:))
    }
}
