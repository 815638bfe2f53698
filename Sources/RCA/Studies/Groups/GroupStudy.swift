import Evaluation
import Imaging
import Machine
import Reporting
import Tables

/// What masks are grouped by, in every command that can: the options `--metadata` and `--by`.
public struct GroupRequest: Sendable {
    /// A table with a row an image.
    public var metadata: String
    /// Never empty.
    public var variables: [GroupVariable]

    public init(metadata: String, variables: [GroupVariable]) {
        self.metadata = metadata
        self.variables = variables
    }
}

/// Masks divided by what is known of their images, each group against all other masks.
struct GroupStudy {
    /// A mask, as groups see it.
    struct Mask {
        let image: FileStem
        let predicted: Double
        /// Nil where it is not known.
        let real: Double?
        /// Masks of one cluster count as one.
        let cluster: String
    }

    private let request: GroupRequest
    private let metadata: MetadataTable
    private let bootstrap: ClusterBootstrap?
    private let confidence: Double
    private var images: Set<FileStem> = []
    private(set) var groups: [ComparisonReport.Group] = []
    private var remarks: [String] = []

    /// - Throws: ``InputError`` where the table cannot be read.
    init(
        _ request: GroupRequest, suffixes: [String], bootstrap: ClusterBootstrap?, confidence: Double
    ) throws(InputError) {
        self.request = request
        metadata = try MetadataTable(path: request.metadata, suffixes: suffixes)
        self.bootstrap = bootstrap
        self.confidence = confidence
    }

    /// Divides the masks of a segmenter.
    ///
    /// - Parameters:
    ///   - segmenter: empty where there is only one.
    ///   - progress: told of each variable.
    /// - Throws: ``InputError`` where the table has no row of any of the images, or not what is asked for.
    mutating func add(
        _ masks: [Mask], segmenter: String = "", progress: ProgressReporter? = nil
    ) throws(InputError) {
        images.formUnion(masks.map(\.image))
        let known = masks.filter { metadata.has($0.image) }
        for variable in request.variables {
            defer { progress?.caseFinished() }
            // Also where no mask is known: a column that does not exist is worth more than a name that does not fit.
            let found = try metadata.groups(of: known.map(\.image), by: variable, notes: &remarks)
            for (value, places) in found {
                if let group = group(places, known, segmenter, variable.name, value) { groups.append(group) }
            }
        }
        guard !known.isEmpty else {
            throw InputError(
                .pairingFailed, request.metadata, "has no row of any image that was scored",
                remedy: "check its column of images, or name the endings to ignore by --suffix")
        }
    }

    /// The images without a row, sorted.
    var missing: [String] {
        images.filter { !metadata.has($0) }.map(\.text).sorted { $0.precedesInBytes($1) }
    }

    /// What a reader has to know, in sentences.
    var notes: [String] {
        var said: Set<String> = []
        let extra = metadata.imageCount - images.count(where: metadata.has)
        return remarks.filter { said.insert($0).inserted }
            + (extra > 0
                ? [
                    extra == 1
                        ? "1 image of \(request.metadata) has no scored mask."
                        : "\(DecimalText.count(extra)) images of \(request.metadata) have no scored mask."
                ] : [])
    }

    private func group(
        _ places: Set<Int>, _ masks: [Mask], _ segmenter: String, _ variable: String, _ value: String
    ) -> ComparisonReport.Group? {
        let isInside = masks.indices.map(places.contains)
        let own = masks.indices.filter { isInside[$0] }.map { masks[$0] }
        guard
            let predicted = ClusteredMean(
                own.map(\.predicted), clusters: own.map(\.cluster), bootstrap: bootstrap, confidence: confidence)
        else { return nil }
        let known = masks.indices.filter { masks[$0].real != nil }
        let ownKnown = own.filter { $0.real != nil }
        return ComparisonReport.Group(
            segmenter: segmenter, variable: variable, value: value, predicted: predicted,
            real: ClusteredMean(
                ownKnown.compactMap(\.real), clusters: ownKnown.map(\.cluster), bootstrap: bootstrap,
                confidence: confidence),
            difference: ClusteredMean(
                differenceOf: masks.map(\.predicted), clusters: masks.map(\.cluster), isFirst: isInside,
                bootstrap: bootstrap, confidence: confidence),
            realDifference: ClusteredMean(
                differenceOf: known.compactMap { masks[$0].real }, clusters: known.map { masks[$0].cluster },
                isFirst: known.map { isInside[$0] }, bootstrap: bootstrap, confidence: confidence))
    }
}
