import Evaluation
public import Imaging
import Presentation
public import Reporting

/// Groups of masks against each other, and segmenters against each other: what `rca-cli compare` does.
public struct ComparisonRun: Sendable {
    let request: ComparisonRequest

    public init(_ request: ComparisonRequest) { self.request = request }

    /// What to take of each image: the mask with the highest score.
    public struct Outcome: Sendable {
        public let report: ComparisonReport
        /// Sorted by image; empty where there is one segmenter.
        public let best: [BestMaskRow]
    }

    /// - Throws: ``InputError`` where a folder or table cannot be read, or they do not fit together.
    public func run() throws(InputError) -> Outcome {
        var segmenters: [ComparedSegmenter] = []
        var notes: [String] = []
        let names = SourceNames.distinct(request.folders, or: request.folders)
        guard request.truth.count <= 1 || request.truth.count == request.folders.count else {
            throw InputError(
                .optionInvalid, "--truth",
                "is given \(request.truth.count) times for \(request.folders.count) folders",
                remedy: "give one for all, or one for each in their order")
        }
        for (place, folder) in request.folders.enumerated() {
            let truth = request.truth.isEmpty ? nil : request.truth[request.truth.count == 1 ? 0 : place]
            segmenters.append(try read(folder, named: names[place], truth: truth, &notes))
        }
        let patients = try patients(of: Set(segmenters.flatMap(\.order)))
        let bootstrap =
            request.resamples > 0
            ? ClusterBootstrap(resamples: request.resamples, seed: request.seed) : nil
        var missing: [String] = []
        let groups = try groups(segmenters, patients, bootstrap, &notes, &missing)
        var pairs: [ComparisonReport.Pair] = []
        for first in segmenters.indices {
            for second in segmenters.indices where second > first {
                if let pair = pair(segmenters[first], segmenters[second], patients, bootstrap) {
                    pairs.append(pair)
                }
            }
        }
        if segmenters.count > 1, pairs.isEmpty {
            throw InputError(
                .pairingFailed, request.folders[1],
                "has no mask of an image that \(request.folders[0]) has a mask of",
                remedy: "give folders of scores of the same images")
        }
        return Outcome(
            report: ComparisonReport(
                groups: groups, pairs: pairs, notes: notes, missing: missing,
                confidence: request.confidence,
                cluster: request.patientPattern == nil ? "image" : "patient"),
            best: segmenters.count > 1 ? best(segmenters) : [])
    }

    private func read(
        _ path: String, named name: String, truth: String?, _ notes: inout [String]
    ) throws(InputError) -> ComparedSegmenter {
        let folder = try ScoreFolder(path: path)
        let real = try truth.map { path throws(InputError) in
            try ReportComparisons.wholeMasks(path, folder)
        }
        var masks: [FileStem: ComparedSegmenter.Mask] = [:]
        var order: [FileStem] = []
        var unscored = 0
        for mask in folder.masks {
            let image = FileStem(of: mask.fname, droppingSuffixes: request.suffixes)
            guard let predicted = mask.leading else {
                unscored += 1
                continue
            }
            guard masks[image] == nil else {
                throw InputError(
                    .pairingFailed, path, "has several masks of the image \(image.text)",
                    remedy: "score one mask an image, or name the endings to ignore by --suffix")
            }
            masks[image] = ComparedSegmenter.Mask(
                fname: mask.fname, predicted: Double(predicted.description) ?? Double(predicted),
                real: real?(mask.fname), isReliable: mask.verdict.isEmpty || mask.verdict == "reliable")
            order.append(image)
        }
        let prefix = request.folders.count > 1 ? "\(name): " : ""
        if unscored > 0 { notes.append("\(prefix)\(unscored) masks have no score, and are left out.") }
        if truth != nil {
            let unknown = masks.values.count { $0.real == nil }
            if unknown > 0 {
                notes.append("\(prefix)\(unknown) masks have no truth; true figures are of the others.")
            }
        }
        return ComparedSegmenter(name: name, masks: masks, order: order)
    }

    private func patients(of images: Set<FileStem>) throws(InputError) -> [FileStem: String] {
        guard let pattern = request.patientPattern else {
            return Dictionary(uniqueKeysWithValues: images.map { ($0, $0.text) })
        }
        guard let expression = try? Regex(pattern) else {
            throw InputError(
                .optionInvalid, "--patient-pattern", "\"\(pattern)\" is not a regular expression",
                remedy: "write it as ^([0-9]+)_")
        }
        var patients: [FileStem: String] = [:]
        for image in images {
            let match = try? expression.firstMatch(in: image.text)
            let found = match.flatMap { $0.output.count > 1 ? $0.output[1].substring : $0.output[0].substring }
            guard let found, !found.isEmpty else {
                throw InputError(
                    .optionInvalid, "--patient-pattern", "finds no patient in the name \(image.text)",
                    remedy: "write a pattern that finds the patient in every name")
            }
            patients[image] = String(found)
        }
        return patients
    }

    private func pair(
        _ first: ComparedSegmenter, _ second: ComparedSegmenter, _ patients: [FileStem: String],
        _ bootstrap: ClusterBootstrap?
    ) -> ComparisonReport.Pair? {
        let common = first.order.filter { second.masks[$0] != nil }
        let masks = common.compactMap { image in
            first.masks[image].flatMap { a in
                second.masks[image].map { (a, $0, patients[image] ?? image.text) }
            }
        }
        let differences = masks.map { $0.0.predicted - $0.1.predicted }
        guard
            let predicted = ClusteredMean(
                differences, clusters: masks.map(\.2), bootstrap: bootstrap, confidence: request.confidence)
        else { return nil }
        let known = masks.compactMap { a, b, patient in
            a.real.flatMap { real in b.real.map { (real - $0, patient) } }
        }
        return ComparisonReport.Pair(
            first: first.name, second: second.name, predicted: predicted,
            real: ClusteredMean(
                known.map(\.0), clusters: known.map(\.1), bootstrap: bootstrap,
                confidence: request.confidence),
            firstBetter: differences.count { $0 > ComparisonReport.margin },
            secondBetter: differences.count { $0 < -ComparisonReport.margin })
    }

    private func best(_ segmenters: [ComparedSegmenter]) -> [BestMaskRow] {
        let images = Set(segmenters.flatMap(\.order)).sorted { $0.text.precedesInBytes($1.text) }
        return images.compactMap { image in
            let found = segmenters.compactMap { segmenter in
                segmenter.masks[image].map { (segmenter.name, $0) }
            }
            // Of equal ones the first, in the order in which segmenters were given.
            guard
                let top = found.reduce(
                    nil as (String, ComparedSegmenter.Mask)?,
                    { best, next in
                        best.map { next.1.predicted > $0.1.predicted ? next : $0 } ?? next
                    })
            else { return nil }
            let others = found.filter { $0.0 != top.0 }.map(\.1.predicted)
            return BestMaskRow(
                fname: top.1.fname, image: image.text, segmenter: top.0, predicted: Float(top.1.predicted),
                margin: others.max().map { Float(top.1.predicted - $0) }, isReliable: top.1.isReliable)
        }
    }
}
