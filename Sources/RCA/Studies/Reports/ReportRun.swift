import Cases
import Evaluation
public import Imaging
import NumericSupport
import Presentation
import Reporting
import Runs

/// Score tables as one HTML file: what `rca-cli report` does.
public struct ReportRun: Sendable {
    private let request: ReportRequest

    public init(_ request: ReportRequest) { self.request = request }

    /// Reads the tables, scores the worst masks again for their pictures, and writes the file.
    ///
    /// - Throws: ``InputError`` where a table cannot be read or the file cannot be written. Pictures that cannot be
    ///   made are no error: the report says why in their places.
    public func run() async throws(InputError) -> ReportOutcome {
        let folder = try ScoreFolder(path: request.folder)
        let outputs = outputs(folder)
        try outputs.check(request.path)
        let screened = try request.screen.map { path throws(InputError) in
            try ScreenedImages(path: path, suffixes: EngineInputs.suffixes(folder.record, request.changes))
        }
        var content = ReportContent(
            title: title(folder), structures: folder.structures,
            masks: try screened?.add(to: folder.masks) ?? folder.masks)
        content.triage = request.triage
        content.rater = request.rater
        content.record = folder.record
        content.notes = folder.notes + (screened.map { $0.notes(on: folder.masks) } ?? [])
        if let truth = request.truth {
            let (pairs, note) = try ReportComparisons.truth(truth, folder)
            content.truth = pairs
            content.risks = risks(
                pairs, estimator: folder.masks.contains { $0.expected != nil } ? "expected" : "max")
            content.notes += note
        }
        if let published = request.published {
            let (pairs, note) = try ReportComparisons.published(published, folder)
            content.published = pairs
            content.notes += note
        }
        if let groups = request.groups { content.groups = try self.groups(groups, folder) }
        let (gallery, problem) = await gallery(folder)
        content.gallery = gallery
        if let problem { content.notes.append("There are no pictures: \(problem)") }
        let html = ReportPage.html(content)
        try outputs.write(html, to: request.path)
        let pictures = gallery.count { $0.mask != nil }
        return ReportOutcome(
            path: request.path, bytes: html.count, masks: folder.masks.count, pictures: pictures,
            missing: gallery.count - pictures, notes: content.notes)
    }

    /// The masks divided by their leading scores.
    private func groups(_ asked: GroupRequest, _ folder: ScoreFolder) throws(InputError) -> ComparisonReport {
        let suffixes = EngineInputs.suffixes(folder.record, request.changes)
        let real = try request.truth.map { path throws(InputError) in
            try ReportComparisons.wholeMasks(path, folder)
        }
        let masks = folder.masks.compactMap { mask in
            mask.leading.map { (mask.fname, FileStem(of: mask.fname, droppingSuffixes: suffixes), $0) }
        }
        let patients = try PatientNames(request.patientPattern, images: masks.map(\.1.text))
        var study = try GroupStudy(asked, suffixes: suffixes, bootstrap: ClusterBootstrap(), confidence: 0.95)
        try study.add(
            masks.map { fname, image, predicted in
                GroupStudy.Mask(
                    image: image, predicted: predicted.asWritten, real: real?(fname),
                    cluster: patients[image.text])
            })
        let missing = study.missing
        let names = missing.prefix(3).joined(separator: ", ") + (missing.count > 3 ? ", …" : "")
        let count = missing.count == 1 ? "1 image has" : "\(missing.count) images have"
        let note = missing.isEmpty ? [] : ["\(count) no row in \(asked.metadata), and no group: \(names)."]
        return ComparisonReport(
            groups: study.groups, notes: note + study.notes, missing: missing, confidence: 0.95,
            cluster: request.patientPattern == nil ? "image" : "patient")
    }

    private func risks(_ pairs: [ReportContent.Comparison], estimator: String) -> [EvaluationReport.Risk] {
        let risk = request.risk ?? EvaluationRequest.Risk(dice: request.triage.reject.asWritten)
        return pairs.map { pair in
            EvaluationReport.Risk(
                structure: pair.title == ReportComparisons.whole ? EvaluationReport.meanName : pair.title,
                estimator: estimator,
                risk: SelectiveRisk(pair.scores, dice: risk.dice, control: risk.control, bootstrap: nil))
        }
    }

    /// The file's folder is a run folder where it is that of the scores.
    private func outputs(_ folder: ScoreFolder) -> OutputGuard {
        let files =
            ReportRun.files(request.folder)
            + [request.truth, request.published, request.screen, request.groups?.metadata]
        let outputs = OutputGuard(
            "report", inputs: files + EngineInputs.paths(folder.record, request.changes),
            overwrites: request.overwrites)
        let parent = parentFolder(of: request.path)
        let isInFolder = FileIdentity(path: parent) == FileIdentity(path: request.folder)
        return isInFolder ? outputs.inRunFolder(parent) : outputs.forFile(request.path)
    }

    /// A folder of scores, and the tables in it one by one: files of its own are replaced, but never these.
    static func files(_ folder: String) -> [String?] { [folder] + FolderTables.names.map { joined(folder, $0) } }

    private func title(_ folder: ScoreFolder) -> String { folder.record?.text("masks") ?? folder.path }

    /// The worst masks with their pictures, and why there are none where that holds for all.
    private func gallery(_ folder: ScoreFolder) async -> ([ReportContent.GalleryEntry], problem: String?) {
        let worst = WorstMasks.indices(folder.masks, count: request.worst)
        guard !worst.isEmpty else { return ([], nil) }
        do throws(InputError) {
            let explainer = try await MaskExplainer(EngineInputs(folder.record, request.changes))
            try explainer.check(folder.structures, of: request.folder)
            let results = await explainer.explain(worst.map { folder.masks[$0] })
            let entries = zip(worst, results).map { index, result in
                switch result {
                case .success(let explanation):
                    ReportContent.GalleryEntry(index: index, mask: explanation.mask, problem: nil)
                case .failure(let error):
                    ReportContent.GalleryEntry(index: index, mask: nil, problem: error.description)
                }
            }
            return (entries, nil)
        } catch {
            return (
                worst.map { ReportContent.GalleryEntry(index: $0, mask: nil, problem: error.description) },
                error.description
            )
        }
    }
}

/// The masks with the lowest scores.
enum WorstMasks {
    /// Places among the masks, lowest ``ScoredMask/leading`` score first, equal ones by place. Masks without one are
    /// left out.
    static func indices(_ masks: [ScoredMask], count: Int) -> [Int] {
        let scored = masks.indices.compactMap { index in masks[index].leading.map { (dice: $0, index: index) } }
        return scored.sorted { ($0.dice, $0.index) < ($1.dice, $1.index) }.prefix(max(count, 0)).map(\.index)
    }
}
