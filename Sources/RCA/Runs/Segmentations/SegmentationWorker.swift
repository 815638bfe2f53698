import Cases
import Imaging
import Journal
import Logging
import Machine
import Scoring
import Segmentation
import Tables

/// Segments images one after another: a worker's own scratch memory and what it needs to know of the run.
struct SegmentationWorker: CaseWorker {
    private let request: SegmentationRequest
    /// Of the set's structures in its order, as the user numbers them; 0 for those that are not asked for.
    private let labels: [Int]
    private let structures: ReportedStructures
    private let segmenter: MultiAtlasSegmenter
    private let crossFitted: CrossFittedScorer?
    /// Asked for every label map that is written.
    private let maps: OutputGuard

    /// - Throws: ``InputError`` where the references cannot be divided for `--score`.
    init(
        set: ReferenceSet, structures: ReportedStructures, request: SegmentationRequest, maps: OutputGuard
    ) throws(InputError) {
        self.request = request
        self.maps = maps
        labels = set.structures.map { structure in structures.list.first { $0.name == structure.name }?.label ?? 0 }
        self.structures = structures
        segmenter = MultiAtlasSegmenter(set: set, parameters: request.parameters)
        crossFitted =
            request.scores
            ? try CrossFittedScorer(set: set, structures: structures, parameters: request.parameters) : nil
    }

    /// Writes an image's results and returns what the journal is to say of it.
    ///
    /// - Throws: ``InputError`` (`output unwritable`) where a result cannot be written: what ends a run, not a case.
    func entries(of item: SegmentationCase, _ ready: ReadFiles) throws(InputError) -> [JournalEntry] {
        [try entry(item, ready)]
    }

    private func entry(_ item: SegmentationCase, _ ready: ReadFiles) throws(InputError) -> JournalEntry {
        let stopwatch = Stopwatch()
        let content: FileContent
        let image: GrayscaleImage
        do throws(InputError) {
            content = try ready.content(item.imagePath)
        } catch {
            return failure(item, error, CaseFiles())
        }
        do throws(InputError) {
            image = try ImageReader.grayscaleImage(from: content.bytes, named: item.imagePath)
        } catch {
            return failure(item, error, CaseFiles(image: content.digest, masks: []))
        }
        do throws(InputError) {
            for path in item.outputs { try maps.check(path) }
        } catch {
            return kept(item, error, content.digest)
        }
        let read = stopwatch.milliseconds
        let result = segmenter.segment(image)
        guard !result.atlases.isEmpty else {
            return failure(
                item,
                InputError(
                    .referenceInvalid, item.imagePath,
                    "no reference is left: the reference set holds nothing but this radiograph",
                    remedy: "use a larger reference set"),
                CaseFiles(image: content.digest, masks: []))
        }
        let map = result.labelMap(labels: labels)
        let segmented = stopwatch.milliseconds
        var files = CaseFiles(image: content.digest, masks: [])
        do throws(InputError) {
            if let path = item.labelPath {
                files.masks?.append(try write(PNGWriter.encode(map, compression: .fast), to: path))
            }
            if let path = item.confidencePath {
                files.masks?.append(try write(PNGWriter.encode(result.confidence(), compression: .fast), to: path))
            }
        } catch {
            if error.code == .outputUnwritable { throw error }
            if error.code == .outputNameTooLong {
                return failure(item, error, CaseFiles(image: content.digest, masks: []))
            }
            return kept(item, error, content.digest)
        }
        let score = crossFitted?.score(image)
        request.logger?.debug(
            "image segmented",
            metadata: [
                "image": "\(item.imagePath)", "atlases": "\(result.atlases.count)", "read-ms": "\(read)",
                "segment-ms": "\(segmented - read)", "ms": "\(stopwatch.milliseconds)",
                "pose": "\(result.pose.description)",
            ])
        return JournalEntry(
            key: item.key, time: JournalRecord.now(), files: files,
            outcome: .scored(
                JournalEntry.Scores(
                    dice: score?.dice, structures: rows(score, item.fname),
                    reliability: ReliabilityRow(
                        fname: item.fname, reliability: result.reliability.figure,
                        verdict: result.reliability.verdict.rawValue, reason: result.reliability.reason,
                        pose: result.pose.description),
                    details: [], intervals: [], drawn: request.writesTable ? drawn(map, result.pose, score) : nil)),
            warnings: warnings(result, map))
    }

    /// The mask as a row of a table, with the scores that CheXmask's columns have.
    private func drawn(_ map: LabelMap, _ pose: PresentationState, _ score: CrossFittedScore?) -> JournalEntry.DrawnMask
    {
        let upright = pose.frameToImage(width: map.width, height: map.height).inverse ?? .identity
        let means = score?.structures.compactMap(\.mean) ?? []
        return JournalEntry.DrawnMask(
            mean: means.isEmpty ? nil : means.reduce(0, +) / Float(means.count), maximum: score?.dice,
            runs: MaskTableFormat(structures: structures.names).runs(map, structures.list, upright: upright),
            width: map.width, height: map.height)
    }

    private func rows(_ score: CrossFittedScore?, _ fname: String) -> [StructureScoreRow] {
        zip(structures.names, score?.structures ?? []).map { name, figures in
            StructureScoreRow(
                fname: fname, structure: name, dice: figures.dice, reference: figures.reference, mean: figures.mean,
                median: figures.median, best: figures.best, consensus: figures.consensus)
        }
    }

    private func warnings(_ result: Segmentation, _ map: LabelMap) -> [String] {
        let found = Set(LabelRuns(map).bytes.map(map.label(ofIndex:)))
        return structures.list.filter { !found.contains($0.label) }.map { "no pixel is \($0.name)" }
            + result.excluded.map { "left out reference \($0): it is the same radiograph" }
    }

    private func write(_ bytes: [UInt8], to path: String) throws(InputError) -> FileDigest {
        try maps.write(bytes, to: path)
        return FileContent(bytes, modified: FileStamp(path: path)?.modified ?? 0).digest
    }

    /// A result that somebody has changed is not overwritten. Without digests of masks the case is tried again.
    private func kept(_ item: SegmentationCase, _ error: InputError, _ image: FileDigest) -> JournalEntry {
        JournalEntry(
            key: item.key, time: JournalRecord.now(), files: CaseFiles(image: image),
            outcome: .failed(
                InputError(
                    .outputChanged, error.subject, error.problem + ", and stays",
                    remedy: "move it away to have it made again")))
    }

    private func failure(_ item: SegmentationCase, _ error: InputError, _ files: CaseFiles) -> JournalEntry {
        // An earlier result would stand for one that there is not.
        for path in item.outputs { maps.removeOwn(path) }
        return JournalEntry(key: item.key, time: JournalRecord.now(), files: files, outcome: .failed(error))
    }
}
