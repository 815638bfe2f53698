import Cases
import Imaging
import Journal
import Logging
import Machine
import Scoring
import Tables

/// Looks at images one after another, and lays them upright where that is asked for.
struct ScreenWorker: CaseWorker {
    private let screener: RadiographScreener
    /// Asked for every picture that is written; nil where none is.
    private let pictures: OutputGuard?
    private let logger: Logger?

    init(set: ReferenceSet, pictures: OutputGuard?, logger: Logger?) {
        screener = RadiographScreener(set: set)
        self.pictures = pictures
        self.logger = logger
    }

    /// - Throws: ``InputError`` (`output unwritable`) where pictures cannot be written: what ends a run, not a case.
    func entries(of item: ScreenCase, _ ready: ReadFiles) throws(InputError) -> [JournalEntry] {
        let stopwatch = Stopwatch()
        var files = CaseFiles()
        let image: GrayscaleImage
        do throws(InputError) {
            let content = try ready.content(item.imagePath)
            files = CaseFiles(image: content.digest, masks: [])
            image = try ImageReader.grayscaleImage(from: content.bytes, named: item.imagePath)
        } catch {
            return [failure(item, files, error)]
        }
        let screening = screener.screen(image)
        var written: String?
        if let path = item.uprightPath, let pictures, screening.isChestXRay {
            do throws(InputError) {
                let bytes = PNGWriter.encode(image.laidUpright(screening.pose), compression: .fast)
                try pictures.write(bytes, to: path)
                files.masks = [FileContent(bytes, modified: FileStamp(path: path)?.modified ?? 0).digest]
                written = item.uprightName
            } catch {
                if error.code == .outputUnwritable { throw error }
                if error.code == .outputNameTooLong { return [failure(item, files, error)] }
                // Without digests of pictures the case is tried again.
                return [
                    entry(
                        item, CaseFiles(image: files.image),
                        .failed(
                            InputError(
                                .outputChanged, error.subject, error.problem + ", and stays",
                                remedy: "move it away to have it made again")))
                ]
            }
        }
        if written == nil { removeUpright(item) }
        logger?.debug(
            "image screened",
            metadata: [
                "image": "\(item.imagePath)", "verdict": "\(screening.reliability.verdict.rawValue)",
                "pose": "\(screening.pose.description)", "ms": "\(stopwatch.milliseconds)",
            ])
        let reliability = screening.reliability
        return [
            entry(
                item, files,
                .scored(
                    JournalEntry.Scores(
                        dice: nil, structures: [],
                        reliability: ReliabilityRow(
                            fname: item.fname, reliability: reliability.figure, verdict: reliability.verdict.rawValue,
                            reason: reliability.reason, pose: screening.pose.description),
                        details: [], intervals: [], screening: screening, upright: written)))
        ]
    }

    private func failure(_ item: ScreenCase, _ files: CaseFiles, _ error: InputError) -> JournalEntry {
        removeUpright(item)
        return entry(item, files, .failed(error))
    }

    /// The upright picture of what the file was before would stand for an image that there is not.
    private func removeUpright(_ item: ScreenCase) {
        if let path = item.uprightPath { pictures?.removeOwn(path) }
    }

    private func entry(_ item: ScreenCase, _ files: CaseFiles, _ outcome: JournalEntry.Outcome) -> JournalEntry {
        JournalEntry(key: item.key, time: JournalRecord.now(), files: files, outcome: outcome)
    }
}

extension GrayscaleImage {
    /// The picture turned and mirrored as the pose says, black and white the right way round: no pixel is lost, and
    /// none is made up.
    fileprivate func laidUpright(_ pose: PresentationState) -> GrayscaleImage {
        let turn = pose.orientation.undoing(width: width, height: height)
        let samples: Samples =
            switch samples {
            case .eightBit(let values):
                .eightBit(turn.applied(to: pose.isInverted ? values.map { .max - $0 } : values))
            case .sixteenBit(let values):
                .sixteenBit(turn.applied(to: pose.isInverted ? values.map { .max - $0 } : values))
            }
        return GrayscaleImage(width: turn.newWidth, height: turn.newHeight, samples: samples)
    }
}
