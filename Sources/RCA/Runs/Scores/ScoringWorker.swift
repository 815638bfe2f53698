import Auditing
import Cases
import Imaging
import Journal
import Logging
import Machine
import Scoring

/// Scores images one after another: a worker's own scorer and what it needs to know of the run.
struct ScoringWorker: CaseWorker {
    private let set: ReferenceSet
    private let structures: ReportedStructures
    private let rows: ScoreRows
    private let estimator: Estimator
    private let logger: Logger?
    private let scorer: CaseScorer<SingleAtlasClassifier>
    private let surfaces: SurfaceSettings?
    private let orientation: MaskOrientation?

    init(set: ReferenceSet, structures: ReportedStructures, request: ScoringRequest, intervals: RunIntervals?) {
        self.set = set
        self.structures = structures
        rows = ScoreRows(
            set: set, structures: structures, intervals: intervals, hasDetails: request.writesDetails)
        estimator = request.estimator
        logger = request.logger
        scorer = CaseScorer(
            set: set,
            selection: ReferenceSelection(
                measure: request.similarity, count: min(request.referencesPerCase, set.references.count)))
        surfaces = request.surfaces
        orientation = request.maskOrientation
    }

    /// One entry a mask. What fails, fails alone: a bad mask leaves the image's others.
    func entries(of imageCase: ImageCase, _ ready: ReadFiles) -> [JournalEntry] {
        let stopwatch = Stopwatch()
        let content: FileContent
        let image: GrayscaleImage
        do throws(InputError) {
            content = try ready.content(imageCase.imagePath)
        } catch {
            return imageCase.masks.map { failure($0, error, CaseFiles()) }
        }
        do throws(InputError) {
            image = try ImageReader.grayscaleImage(from: content.bytes, named: imageCase.imagePath)
        } catch {
            let files = CaseFiles(image: content.digest, masks: [])
            return imageCase.masks.map { failure($0, error, files) }
        }
        var entries: [JournalEntry] = []
        var readable: [Readable] = []
        for mask in imageCase.masks {
            var files = CaseFiles(image: content.digest)
            do throws(InputError) {
                var contents: [FileContent] = []
                for file in mask.item.masks { contents.append(try ready.content(file.path)) }
                files.masks = contents.map(\.digest)
                let path = mask.item.masks[0].path
                let labels = try MaskReader.labels(
                    mask.item.masks, contents: contents, structures: structures.list,
                    imageSize: PictureSize(width: image.width, height: image.height))
                readable.append(
                    Readable(
                        mask: mask,
                        readings: try MaskReadings(
                            labels, on: image, as: orientation, structures: structures, named: path),
                        files: files))
            } catch {
                entries.append(failure(mask, error, files))
            }
        }
        guard !readable.isEmpty else { return entries }
        let read = stopwatch.milliseconds
        scorer.surfaces = surfaces?.completed(from: image)
        let size = (image.width, image.height)
        let score = scorer.score(image, masks: readable.flatMap(\.readings.maps))
        log(imageCase, score, read: read, total: stopwatch.milliseconds)
        var scores = score.masks.map { structures.reported($0) }[...]
        for item in readable {
            entries.append(entry(item, scores.prefix(item.readings.maps.count), score, imageSize: size))
            scores = scores.dropFirst(item.readings.maps.count)
        }
        return entries
    }

    private typealias Mask = (folder: Int, item: MaskPairing.Pair)

    /// A mask of the image that can be scored.
    private struct Readable {
        let mask: Mask
        let readings: MaskReadings
        let files: CaseFiles
    }

    /// The times are milliseconds since the case began, at the end of each stage.
    private func log(_ imageCase: ImageCase, _ score: CaseScore, read: Double, total: Double) {
        func stage(from start: Double, to end: Double) -> String { "\(((end - start) * 100).rounded() / 100)" }
        logger?.debug(
            "image scored",
            metadata: [
                "image": "\(imageCase.imagePath)", "masks": "\(score.masks.count)",
                "references": "\(score.selected.count)", "ms": "\(total)",
            ])
        logger?.trace(
            "stages of the image",
            metadata: [
                "image": "\(imageCase.imagePath)", "read-ms": "\(read)",
                "register-and-score-ms": "\(stage(from: read, to: total))", "pose": "\(score.pose.description)",
                "references": "\(score.selected.map { set.references[$0].name }.joined(separator: " "))",
            ])
    }

    private func entry(
        _ readable: Readable, _ scores: ArraySlice<MaskScore>, _ score: CaseScore, imageSize: (Int, Int)
    ) -> JournalEntry {
        let mask = readable.mask
        let reading: (index: Int, warning: String?)
        do throws(InputError) {
            reading = try readable.readings.choose(scores)
        } catch {
            return failure(mask, error, readable.files)
        }
        let maskScore = scores[scores.startIndex + reading.index]
        guard let dice = maskScore.estimate(estimator) else {
            let problem =
                score.selected.isEmpty
                ? "no reference is left: the reference set holds nothing but this radiograph"
                : "no structure is in the mask nor in any of its references"
            return failure(
                mask,
                InputError(
                    .referenceInvalid, mask.item.masks[0].path, problem, remedy: "use a larger reference set"),
                readable.files)
        }
        let map = readable.readings.maps[reading.index]
        let spacing = scorer.surfaces?.spacing?.converted(from: imageSize, to: (map.labels.width, map.labels.height))
        return entry(
            mask, readable.files,
            .scored(
                rows.scores(
                    mask.item.fname, dice: dice, maskScore, of: score, remark: reading.warning, spacing: spacing,
                    shapes: MaskShapes.measure(structures.reported(map.pixels)))),
            warnings: (reading.warning.map { [$0] } ?? []) + warnings(map, score))
    }

    private func warnings(_ map: StructureMap, _ score: CaseScore) -> [String] {
        var warnings: [String] = []
        if map.isEmpty {
            warnings.append("empty mask")
        } else {
            for (structure, isPresent) in zip(structures.names, structures.reported(map.isPresent)) where !isPresent {
                warnings.append("no pixel is \(structure)")
            }
        }
        for index in score.excluded {
            warnings.append("left out reference \(set.references[index].name): it is the same radiograph")
        }
        return warnings
    }

    private func failure(_ mask: Mask, _ error: InputError, _ files: CaseFiles) -> JournalEntry {
        entry(mask, files, .failed(error))
    }

    private func entry(
        _ mask: Mask, _ files: CaseFiles, _ outcome: JournalEntry.Outcome, warnings: [String] = []
    ) -> JournalEntry {
        JournalEntry(
            key: JournalEntry.Key(folder: mask.folder, fname: mask.item.fname), time: JournalRecord.now(),
            files: files, outcome: outcome, warnings: warnings)
    }
}
