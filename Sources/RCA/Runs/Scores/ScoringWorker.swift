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
    private let scorer: ClassifierScorer
    private let surfaces: SurfaceSettings?
    private let orientation: MaskOrientation?
    private let maps: ErrorMapWriter?

    /// - Parameters:
    ///   - intervals: nil where none are asked for.
    ///   - maps: nil where none are asked for.
    init(
        set: ReferenceSet, structures: ReportedStructures, request: ScoringRequest, intervals: RunIntervals? = nil,
        maps: ErrorMapWriter? = nil
    ) {
        self.set = set
        self.structures = structures
        rows = ScoreRows(
            set: set, structures: structures, intervals: intervals, hasDetails: request.writesDetails)
        estimator = request.estimator
        logger = request.logger
        scorer = ClassifierScorer(
            set: set,
            selection: ReferenceSelection(
                measure: request.similarity, count: min(request.referencesPerCase, set.references.count)),
            classifier: request.classifier)
        surfaces = request.surfaces
        orientation = request.maskOrientation
        self.maps = maps
    }

    /// One entry a mask. What fails, fails alone: a bad mask leaves the image's others.
    ///
    /// - Throws: ``InputError`` (`output unwritable`) where an error map cannot be written.
    func entries(of imageCase: ImageCase, _ ready: ReadFiles) throws(InputError) -> [JournalEntry] {
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
                let (labels, given) = try MaskReader.labelsAndDice(
                    mask.item.masks, contents: contents, structures: structures.drawn,
                    imageSize: image.size)
                readable.append(
                    Readable(
                        mask: mask,
                        readings: try MaskReadings(
                            labels, on: image, as: orientation, structures: structures, named: path),
                        files: files, given: given))
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
            entries.append(try entry(item, scores.prefix(item.readings.maps.count), score, imageSize: size))
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
        let given: MaskTableRow.GivenDice?
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
        _ readable: Readable, _ scores: ArraySlice<MaskScore>, _ score: CaseScore, imageSize: (width: Int, height: Int)
    ) throws(InputError) -> JournalEntry {
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
        var files = readable.files
        var remarks = reading.warning.map { [$0] } ?? []
        if let maps, let posterior = score.posterior {
            let written = try maps.write(Self.key(mask)) { place in
                structures.errorMap(
                    of: map, posterior, place: place, width: imageSize.width, height: imageSize.height)
            }
            files.errorMaps = written.digests
            remarks += written.remarks
        }
        return entry(
            mask, files,
            .scored(
                rows.scores(
                    mask.item.fname, dice: dice, maskScore, of: score, remark: reading.warning, spacing: spacing,
                    shapes: MaskShapes.measure(structures.reported(map.pixels)), given: readable.given)),
            warnings: remarks + warnings(map, score))
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
        maps?.remove(Self.key(mask))
        return entry(mask, files, .failed(error))
    }

    private static func key(_ mask: Mask) -> JournalEntry.Key {
        JournalEntry.Key(folder: mask.folder, fname: mask.item.fname)
    }

    private func entry(
        _ mask: Mask, _ files: CaseFiles, _ outcome: JournalEntry.Outcome, warnings: [String] = []
    ) -> JournalEntry {
        JournalEntry(
            key: Self.key(mask), time: JournalRecord.now(), files: files, outcome: outcome, warnings: warnings)
    }
}
