import Cases
public import Files
public import Imaging
import Machine
public import Scoring
public import SystemPackage

extension ReferenceSet {
    /// Opens a bundle that `rca-cli reference build` or `reference learn` made.
    ///
    /// - Throws: ``InputError`` where the file is missing, damaged or of another version, or where the library was
    ///   compiled for a newer processor than this one (`machine unsupported`).
    public init(_ path: FilePath) throws(InputError) {
        try ProcessorSupport.check()
        self = try ReferenceBundle.open(path.string)
    }

    /// How good a mask of an image is.
    ///
    /// Nothing but the arguments and the set is read, so that several threads may score at once.
    ///
    /// - Parameters:
    ///   - image: of any size.
    ///   - mask: of the image's aspect ratio, at any size.
    ///   - structures: what the mask's labels mean; nil for the set's own names and labels. Structures of the set that
    ///     are not named are not scored.
    /// - Throws: ``InputError``: `size mismatch` where the mask has another aspect ratio than the image, `label
    ///   unknown` for a label that no structure has, `pairing failed` where a NIfTI mask lies otherwise than its image
    ///   and fits several ways, `structure missing` for a structure that the set does not have,
    ///   `machine unsupported` as ``init(_:)``.
    public func score(
        _ image: GrayscaleImage, mask: LabelMap, structures: StructureList? = nil
    ) throws(InputError) -> NamedScore {
        try score(image, masks: [mask], structures: structures)[0]
    }

    /// The same for several masks of one image, which one registration serves.
    ///
    /// - Returns: a score for each mask, in their order.
    /// - Throws: ``InputError`` as ``score(_:mask:structures:)``; it names the mask by its place, `mask 1` for the
    ///   first.
    public func score(
        _ image: GrayscaleImage, masks: [LabelMap], structures: StructureList? = nil
    ) throws(InputError) -> [NamedScore] {
        try ProcessorSupport.check()
        return try score(image, masks: masks, structures: structures, by: caseScorer())
    }

    /// A scorer with the settings that every way of scoring has unless told otherwise.
    func caseScorer() -> CaseScorer<SingleAtlasClassifier> {
        CaseScorer(
            set: self,
            selection: ReferenceSelection(measure: .registeredCorrelation, count: min(20, references.count)))
    }

    /// - Parameter scorer: of this set.
    func score(
        _ image: GrayscaleImage, masks: [LabelMap], structures: StructureList?,
        by scorer: CaseScorer<SingleAtlasClassifier>
    ) throws(InputError) -> [NamedScore] {
        let reported = try ReportedStructures(structures, of: self, named: "the reference set")
        var readings: [MaskReadings] = []
        for (position, mask) in masks.enumerated() {
            readings.append(
                try MaskReadings(
                    mask, on: image, as: nil, structures: reported, named: "mask \(position + 1)"))
        }
        let score = scorer.score(image, masks: readings.flatMap(\.maps))
        let expectedError = reported.expectedError(of: score)
        let excluded = score.excluded.map { references[$0].name }
        var left = score.masks.map(reported.reported)[...]
        var results: [NamedScore] = []
        for reading in readings {
            let own = left.prefix(reading.maps.count)
            left = left.dropFirst(own.count)
            results.append(
                NamedScore(
                    own[own.startIndex + (try reading.choose(own).index)], names: reported.names,
                    expectedError: expectedError, reliability: score.reliability, pose: score.pose, excluded: excluded))
        }
        return results
    }
}

/// What reverse classification says of one mask, with its structures by name.
public struct NamedScore: Sendable, Equatable {
    /// The published score: the maximum over references of the mean over structures. Nil where no structure is in the
    /// mask nor in any reference.
    public let dice: Float?
    /// The Dice to be expected with the truth, the mean over structures, with the range that holds the true one nine
    /// times in ten; nil where the references cannot say.
    public let expected: ExpectedScore?
    /// The mean absolute error to be expected of ``expected``; nil where it is not known.
    public let expectedError: Float?
    /// Dice with the consensus of the references, the mean over structures; nil where no structure has one.
    public let consensus: Float?
    /// Over the references' means over structures: the mean of the best half, the mean, and the median.
    public let best: Float?
    public let mean: Float?
    public let median: Float?
    /// Whether the mask is background only.
    public let isEmpty: Bool
    /// Whether the image and its score can be believed.
    public let reliability: Reliability
    /// What was undone before the image was compared with the references.
    public let pose: PresentationState
    /// Names of the references that were left out because they show this image.
    public let excluded: [String]
    /// The names of the structures, in the references' order.
    public let names: [String]
    private let structures: [StructureScore]

    init(
        _ score: MaskScore, names: [String], expectedError: Float?, reliability: Reliability, pose: PresentationState,
        excluded: [String]
    ) {
        dice = score.dice
        consensus = score.estimate(.consensus)
        best = score.estimate(.best)
        mean = score.estimate(.mean)
        median = score.estimate(.median)
        isEmpty = score.isEmpty
        self.excluded = excluded
        expected = score.expected
        structures = score.structures
        self.names = names
        self.expectedError = expectedError
        self.reliability = reliability
        self.pose = pose
    }

    /// The score of one structure.
    ///
    /// - Precondition: `name` is one of ``names``.
    public subscript(name: String) -> StructureScore {
        guard let position = names.firstIndex(of: name) else {
            preconditionFailure("there is no structure \(name); there are \(names.joined(separator: ", "))")
        }
        return structures[position]
    }
}

extension GrayscaleImage {
    /// Reads an image of any format that this build has.
    ///
    /// - Throws: ``InputError`` where the file is missing, unreadable, damaged or of another format.
    public init(_ path: FilePath) throws(InputError) { self = try ImageReader.readGrayscaleImage(at: path.string) }
}

extension LabelMap {
    /// Reads a label map of any format that this build has.
    ///
    /// - Throws: ``InputError`` where the file is missing, unreadable, damaged or of another format, or is no label
    ///   map.
    public init(_ path: FilePath) throws(InputError) { self = try ImageReader.readLabelMap(at: path.string) }
}
