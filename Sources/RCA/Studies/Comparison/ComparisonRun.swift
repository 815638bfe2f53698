import Evaluation
public import Imaging
public import Reporting

/// Groups of masks against each other, and segmenters against each other: what `rca-cli compare` does.
public struct ComparisonRun: Sendable {
    private let request: ComparisonRequest

    public init(_ request: ComparisonRequest) { self.request = request }

    public struct Outcome: Sendable {
        public let report: ComparisonReport
        /// What to take of each image; empty where there is one segmenter.
        public let best: [BestMaskRow]
        /// How well masks of one image agree; empty where they were not compared.
        public let agreement: [AgreementRow]
    }

    /// - Throws: ``InputError`` where a folder or table cannot be read, or they do not fit together.
    public func run() async throws(InputError) -> Outcome {
        var segmenters = try read()
        let agreement = try await MaskAgreement(segmenters, request)
        for place in segmenters.indices {
            let names = agreement.names[place]
            for (image, fname) in names.sorted(by: { $0.value.precedesInBytes($1.value) }) {
                segmenters[place].add(fname, of: image)
            }
        }
        let names = segmenters.map(\.name)
        let patients = try PatientNames(
            request.patientPattern, images: Set(segmenters.flatMap(\.order)).map(\.text))
        let bootstrap =
            request.resamples > 0 ? ClusterBootstrap(resamples: request.resamples, seed: request.seed) : nil
        var notes = segmenters.flatMap(\.notes)
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

    private func read() throws(InputError) -> [ComparedSegmenter] {
        let folders = request.folders
        guard request.truth.count <= 1 || request.truth.count == folders.count else {
            throw InputError(
                .optionInvalid, "--truth", "is given \(request.truth.count) times for \(folders.count) folders",
                remedy: "give one for all, or one for each in their order")
        }
        guard request.masks.isEmpty || request.masks.count == folders.count else {
            throw InputError(
                .optionInvalid, "--masks", "is given \(request.masks.count) times for \(folders.count) folders",
                remedy: "give the masks of each, in their order")
        }
        var segmenters: [ComparedSegmenter] = []
        for (place, folder) in folders.enumerated() {
            segmenters.append(
                try ComparedSegmenter(
                    folder, named: folder, masks: request.masks.isEmpty ? nil : request.masks[place],
                    truth: request.truth.isEmpty ? nil : request.truth[request.truth.count == 1 ? 0 : place], request))
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
        return segmenters
    }

    private func groups(
        _ segmenters: [ComparedSegmenter], _ patients: PatientNames, _ bootstrap: ClusterBootstrap?,
        _ notes: inout [String], _ missing: inout [String]
    ) throws(InputError) -> [ComparisonReport.Group] {
        guard let asked = request.groups else { return [] }
        var study = try GroupStudy(
            asked, suffixes: request.suffixes, bootstrap: bootstrap, confidence: request.confidence)
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
