import Files
import FoundationEssentials
import Imaging

/// One image as it is watched: what it is called, its groups, its features.
struct WatchedImage: Codable, Equatable {
    let image: String
    /// For each variable the values that it has; nil where the metadata do not have the image.
    let groups: [[String]?]
    /// For each feature; nil where it is not defined.
    let values: [Double?]
}

/// What was watched before, and with what, from one call to the next: everything that the report depends on.
struct WatchState: Codable, Equatable {
    private static let currentFormat = 1

    private var format = currentFormat
    /// The digest of the baseline's images and features.
    let baseline: String
    let alpha: Double
    let seed: UInt64
    let features: [String]
    let by: [String]
    let patients: String?
    /// In the order in which they came.
    var images: [WatchedImage] = []

    init(
        baseline: [WatchedImage], alpha: Double, seed: UInt64, features: [String], by: [String], patients: String?
    ) {
        self.baseline = ContentDigest.sha256(Self.encoded(baseline))
        self.alpha = alpha
        self.seed = seed
        self.features = features
        self.by = by
        self.patients = patients
    }

    /// JSON, the same bytes for equal states.
    var bytes: [UInt8] { Self.encoded(self) + [UInt8(ascii: "\n")] }

    private static func encoded(_ value: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Every number is finite, the one thing that encoding could fail on.
        guard let data = try? encoder.encode(value) else { return [] }
        return Array(data)
    }

    /// The state that a file has, for going on with what this one, without images, is about.
    /// - Throws: ``InputError`` where it cannot be read, or was begun with something else.
    func resumed(from path: String) throws(InputError) -> WatchState {
        let bytes = try InputFile.read(at: path)
        guard let state = try? JSONDecoder().decode(WatchState.self, from: Data(bytes)),
            state.format == Self.currentFormat,
            state.images.allSatisfy({ $0.values.count == state.features.count && $0.groups.count == state.by.count })
        else {
            throw InputError(
                .fileDamaged, path, "is not a state that 'rca-cli watch' wrote", remedy: "name another file")
        }
        let differences = [
            (state.baseline != baseline, "another baseline"), (state.features != features, "other features"),
            (state.alpha != alpha, "--alpha \(state.alpha)"), (state.seed != seed, "--seed \(state.seed)"),
            (state.by != by, "another --by"), (state.patients != patients, "another --patient-pattern"),
        ]
        // Features are the baseline's too, so that they are named before it.
        let order = [1, 2, 3, 4, 5, 0]
        if let place = order.first(where: { differences[$0].0 }) {
            throw InputError(
                .optionInvalid, path,
                "was begun with \(differences[place].1), and what it promises holds for that alone",
                remedy: "give the same as before, or begin a new state file")
        }
        return state
    }
}
