import Evaluation
public import Imaging
public import Reporting

/// Groups of masks against each other, and segmenters against each other: what `rca-cli compare` does.
public struct ComparisonRun: Sendable {
    private let request: ComparisonRequest
    /// Endings of file names that do not tell one image from another.
    private let suffixes: [String]

    /// Reads what the records of runs say of the names of masks.
    public init(_ request: ComparisonRequest) {
        self.request = request
        suffixes = RecordedRun.suffixes(request.suffixes, at: request.folders)
    }

    public struct Outcome: Sendable {
        public let report: ComparisonReport
        /// What to take of each image; empty where there is one segmenter.
        public let best: [BestMaskRow]
        /// How well masks of one image agree; empty where they were not compared.
        public let agreement: [AgreementRow]
    }

    /// - Throws: ``InputError`` where a folder or table cannot be read, or they do not fit together.
    public func run() async throws(InputError) -> Outcome {
        var (segmenters, notes) = try read()
        let truth = try request.truth.isEmpty ? nil : TruthTables(request.truth, for: sources)
        let agreement = try await MaskAgreement(segmenters, suffixes: suffixes, request)
        for place in segmenters.indices {
            let names = agreement.names[place]
            for (image, fname) in names.sorted(by: { $0.value.precedesInBytes($1.value) }) {
                segmenters[place].add(fname, of: image)
            }
        }
        if let truth {
            // Only now are the names of all masks known.
            let scores = try truth.scores(of: segmenters.map(\.names), cluster: nil)
            for (place, real) in scores.enumerated() { segmenters[place].add(real) }
            notes += truth.allNotes
        }
        let names = segmenters.map(\.name)
        let patients = try PatientNames(
            request.patientPattern, images: Set(segmenters.flatMap(\.order)).map(\.text))
        let bootstrap =
            request.resamples > 0 ? ClusterBootstrap(resamples: request.resamples, seed: request.seed) : nil
        notes += segmenters.flatMap(\.notes)
        var missing = agreement.missing
        let groups = try groups(segmenters, patients, bootstrap, &notes, &missing)
        var pairs: [ComparisonReport.Pair] = []
        for first in segmenters.indices {
            for second in segmenters.indices where second > first {
                let study = PairStudy(
                    first: segmenters[first], second: segmenters[second], structures: agreement.structures,
                    agreement: agreement.dice[MaskAgreement.Pair(first: first, second: second)] ?? [:],
                    patients: patients, bootstrap: bootstrap, confidence: request.confidence)
                if let pair = study.pair { pairs.append(pair) }
            }
        }
        if segmenters.count > 1, pairs.isEmpty {
            throw InputError(
                .pairingFailed, request.folders[1],
                "has no mask of an image that \(request.folders[0]) has a mask of",
                remedy: "give scores, or masks, of the same images")
        }
        return Outcome(
            report: ComparisonReport(
                groups: groups, pairs: pairs, notes: notes, missing: missing, confidence: request.confidence,
                cluster: request.patientPattern == nil ? "image" : "patient"),
            best: segmenters.count > 1 ? BestMasks(segmenters, agreement).rows : [],
            agreement: agreement.rows(names))
    }

    private var sources: [TruthTables.Source] {
        request.folders.enumerated().map { TruthTables.Source(folder: $1, argument: $0) }
    }

    /// The segmenters, and what keeps their scores from being comparable.
    private func read() throws(InputError) -> (segmenters: [ComparedSegmenter], notes: [String]) {
        let folders = request.folders
        guard request.truth.count <= 1 || request.truth.count == folders.count else {
            throw InputError(
                .optionInvalid, "--truth", "is given \(request.truth.count) times for \(folders.count) folders",
                remedy: "give one for each in their order, or one for all with a column 'masks'")
        }
        guard request.masks.isEmpty || request.masks.count == folders.count else {
            throw InputError(
                .optionInvalid, "--masks", "is given \(request.masks.count) times for \(folders.count) folders",
                remedy: "give the masks of each, in their order")
        }
        var scores: [ScoreFolder?] = []
        for folder in folders { scores.append(try Self.scores(in: folder)) }
        let known = scores.compactMap(\.self)
        let figure = PredictedFigure(known)
        var segmenters: [ComparedSegmenter] = []
        for (place, folder) in folders.enumerated() {
            segmenters.append(
                try ComparedSegmenter(
                    folder, scores[place], figure, masks: request.masks.isEmpty ? nil : request.masks[place],
                    suffixes: suffixes, request))
        }
        if let place = segmenters.indices.first(where: { !segmenters[$0].hasScores && segmenters[$0].structures == nil }
        ) {
            throw InputError(
                .optionInvalid, folders[place], "holds no scores, and of masks it is not known what their labels mean",
                remedy: "give --structures, for example lungs=1,heart=2, or an output folder of 'rca-cli score'")
        }
        guard request.groups == nil || segmenters.contains(where: \.hasScores) else {
            throw InputError(
                .optionInvalid, "--metadata", "groups are compared by their scores, and there are none",
                remedy: "score the masks with 'rca-cli score', and give its output folder")
        }
        return (segmenters, PredictedFigure.notes(known))
    }

    /// The tables in a folder; nil where it holds masks alone.
    private static func scores(in path: String) throws(InputError) -> ScoreFolder? {
        // What holds no scores but folders that do gets the error that lists them.
        try TableFolder.holding([ScoreFolder.table], at: path).isEmpty ? nil : ScoreFolder(path: path)
    }

    private func groups(
        _ segmenters: [ComparedSegmenter], _ patients: PatientNames, _ bootstrap: ClusterBootstrap?,
        _ notes: inout [String], _ missing: inout [String]
    ) throws(InputError) -> [ComparisonReport.Group] {
        guard let asked = request.groups else { return [] }
        var study = try GroupStudy(
            asked, suffixes: suffixes, bootstrap: bootstrap, confidence: request.confidence)
        for segmenter in segmenters where segmenter.hasScores {
            try study.add(
                segmenter.order.compactMap { image in
                    guard let mask = segmenter.masks[image], let predicted = mask.predicted else { return nil }
                    return GroupStudy.Mask(
                        image: image, predicted: predicted, real: mask.real, cluster: patients[image.text])
                }, segmenter: segmenters.count > 1 ? segmenter.name : "")
        }
        notes += study.notes
        missing += study.missing.map { "\($0): no row in \(asked.metadata)" }
        return study.groups
    }
}
