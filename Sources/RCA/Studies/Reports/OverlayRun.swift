public import Imaging
import Presentation
import Runs

/// Pictures of masks with their outlines: what `rca-cli overlay` does.
public struct OverlayRun: Sendable {
    /// What is to be drawn.
    public struct Request: Sendable {
        /// The folder that `score` wrote.
        public var folder: String
        /// Masks by name; without any the lowest scores.
        public var names: [String] = []
        public var worst = 12
        public var columns = 4
        /// Side of a picture in pixels.
        public var side = 320
        /// The whole radiograph rather than the part with outlines.
        public var showsWholeRadiograph = false
        public var changes = EngineInputs.Changes()
        /// Ends in `.png` or `.svg`.
        public var output: String
        /// Replace a file that is there already.
        public var overwrites = false

        public init(folder: String, output: String) {
            self.folder = folder
            self.output = output
        }
    }

    /// What was drawn, and what could not be.
    public struct Outcome: Sendable {
        public let drawn: Int
        public let failures: [InputError]
    }

    private let request: Request

    public init(_ request: Request) { self.request = request }

    /// - Throws: ``InputError`` where nothing can be drawn or written. A mask that cannot be read fails alone.
    public func run() async throws(InputError) -> Outcome {
        let isDrawing = request.output.hasSuffix(".svg")
        guard isDrawing || request.output.hasSuffix(".png") else {
            throw InputError(
                .optionInvalid, request.output, "ends neither in .png nor in .svg", remedy: "name such a file")
        }
        let folder = try ScoreFolder(path: request.folder)
        let outputs = OutputGuard(
            "overlay",
            inputs: ReportRun.files(request.folder) + EngineInputs.paths(folder.record, request.changes),
            overwrites: request.overwrites
        ).forFile(request.output)
        try outputs.check(request.output)
        let places = try self.places(folder)
        let explainer = try await MaskExplainer(EngineInputs(folder.record, request.changes))
        var entries: [ContactSheet.Entry] = []
        var failures: [InputError] = []
        for (place, result) in zip(places, await explainer.explain(places.map { folder.masks[$0] })) {
            let mask = folder.masks[place]
            switch result {
            case .success(let explanation):
                entries.append(
                    ContactSheet.Entry(
                        mask: explanation.mask, dice: mask.dice, expected: mask.expected,
                        structures: explanation.score.structures.map {
                            mask.expected == nil ? $0.dice : $0.expected?.dice
                        }))
            case .failure(let error): failures.append(error)
            }
        }
        guard !entries.isEmpty else {
            throw failures.first
                ?? InputError(.fileEmpty, request.folder, "has no mask to draw", remedy: "give a folder with scores")
        }
        var sheet = ContactSheet(
            title: "Masks of \(request.folder)", entries: entries, columns: min(request.columns, entries.count),
            side: request.side)
        sheet.isCropped = !request.showsWholeRadiograph
        if isDrawing {
            try outputs.write(sheet.svg(), to: request.output)
        } else {
            try outputs.write(PNGWriter.encode(sheet.image()), to: request.output)
        }
        return Outcome(drawn: entries.count, failures: failures)
    }

    private func places(_ folder: ScoreFolder) throws(InputError) -> [Int] {
        guard !request.names.isEmpty else { return WorstMasks.indices(folder.masks, count: request.worst) }
        var places: [Int] = []
        for name in request.names {
            guard let place = folder.masks.firstIndex(where: { $0.fname.equalsInBytes(name) }) else {
                throw InputError(
                    .fileMissing, request.folder, "has no score of a mask called \(name)",
                    remedy: "give names as rca_dice_scores.csv has them")
            }
            places.append(place)
        }
        return places
    }
}
