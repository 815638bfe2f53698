import Auditing
import Imaging
package import Journal
import Presentation
package import Reporting
import Scoring
import Tables

/// The result files of one mask folder, written entry by entry. A file that cannot be written does not keep the
/// others from being written: nothing computed is lost for it.
package struct FolderTables {
    private let header: JournalHeader
    private let masks: String
    private let output: String
    /// Nil where the run made masks and was not asked to score them.
    private let scores: TableFile<MaskScoreRow>?
    private let structures: TableFile<StructureScoreRow>?
    /// Nil where no image was judged.
    private let reliability: TableFile<ReliabilityRow>?
    private let details: TableFile<ReferenceScoreRow>?
    private let intervals: TableFile<IntervalRow>?
    /// Of a run that made masks.
    private let failureTable: TableFile<FailureRow>?
    private let surfaces: TableFile<SurfaceRow>?
    /// Nil where no table says what Dice its masks have.
    private let given: TableFile<GivenDiceRow>?
    /// Nil where masks are not written as a table.
    private let drawn: MaskTableFile?
    /// Nil where masks are not looked at by themselves.
    private var audit: AuditTable?
    /// Of a run over images without masks.
    private var screen: ScreenTable?
    private let guardian: OutputGuard

    /// Every file that a run may write.
    package static let names = [
        "rca_dice_scores.csv", "rca_structures.csv", "rca_reliability.csv", "rca_details.csv", "rca_intervals.csv",
        "rca_failures.csv", "rca_given.csv", MaskTableFile.name, "rca_surface.csv", "rca_audit.csv", "rca_audit.json",
        "rca_screen.csv", "rca_screen.json", "rca_upright.csv", "rca_run.json",
    ]

    /// Those that a run with these settings writes.
    package static func names(_ header: JournalHeader) -> [String] {
        names.filter { name in
            switch name {
            case "rca_dice_scores.csv", "rca_structures.csv": header.hasScores
            case "rca_details.csv": header.hasDetails
            case "rca_intervals.csv": header.hasIntervals
            case "rca_reliability.csv": header.hasReliability
            case "rca_failures.csv": header.kind == .segment
            case "rca_audit.csv", "rca_audit.json": header.hasAudit
            case "rca_surface.csv": header.hasSurfaces
            case "rca_screen.csv", "rca_screen.json": header.hasScreen
            case "rca_upright.csv": header.hasUpright
            case "rca_given.csv": !(header.givenDice ?? []).isEmpty
            case MaskTableFile.name: header.hasMaskTable
            default: true
            }
        }
    }

    private var scored = 0
    private var sum = 0.0
    private var diceCount = 0
    private var expected = ExpectedMeans()
    private var below: [Float: Int] = [:]
    private var verdicts: [String: Int] = [:]
    private var decisions: [String: [String: Int]] = [:]
    private var failures: [(fname: String, error: InputError)] = []
    private var warnings: [(fname: String, messages: [String])] = []
    private var poses: [RunRecord.Pose] = []
    private var agreement = GivenAgreement()

    /// - Parameters:
    ///   - collection: the shapes of all masks of the folder; nil where there are none.
    ///   - repeated: which images show the same radiograph; nil where that is not asked.
    init(
        _ header: JournalHeader, masks: String, output: String, collection: ShapeCollection?,
        repeated: RepeatedImages?, _ guardian: OutputGuard
    ) {
        let guardian = guardian.inRunFolder(output)
        self.guardian = guardian
        self.header = header
        self.masks = masks
        self.output = output
        scores = header.hasScores ? TableFile(output, "rca_dice_scores.csv", guardian) : nil
        structures = header.hasScores ? TableFile(output, "rca_structures.csv", guardian) : nil
        failureTable = header.kind == .segment ? TableFile(output, "rca_failures.csv", guardian) : nil
        reliability = header.hasReliability ? TableFile(output, "rca_reliability.csv", guardian) : nil
        details = header.hasDetails ? TableFile(output, "rca_details.csv", guardian) : nil
        intervals = header.hasIntervals ? TableFile(output, "rca_intervals.csv", guardian) : nil
        let hasGiven = header.givenDice?.contains(masks) ?? false
        given = hasGiven ? TableFile(output, "rca_given.csv", guardian) : nil
        drawn = header.hasMaskTable ? MaskTableFile(output, structures: header.structures, guardian) : nil
        surfaces = header.hasSurfaces ? TableFile(output, "rca_surface.csv", guardian) : nil
        audit = collection.map { AuditTable(header, $0, output: output, guardian) }
        screen = repeated.map { ScreenTable(header, $0, output: output, guardian) }
    }

    package mutating func append(_ entry: JournalEntry) {
        let fname = entry.key.fname
        if !entry.warnings.isEmpty { warnings.append((fname, entry.warnings)) }
        switch entry.outcome {
        case .failed(let error):
            failures.append((fname, error))
            failureTable?.append(FailureRow(fname: fname, error: error))
        case .scored(let item):
            scored += 1
            if let dice = item.dice {
                sum += Double(dice)
                diceCount += 1
            }
            if let leading = item.reliability?.expected ?? item.dice {
                for threshold in RunOutcome.thresholds where leading < threshold { below[threshold, default: 0] += 1 }
            }
            if let row = item.reliability {
                append(row)
                if let screening = item.screening {
                    screen?.append(fname, screening, row, written: item.upright)
                }
            }
            if let mask = item.drawn { drawn?.append(fname, mask) }
            if given != nil { append(item, fname) }
            scores?.append(MaskScoreRow(fname: fname, dice: item.dice))
            for row in item.structures { structures?.append(row) }
            if let details { for row in item.details { details.append(row) } }
            if let surfaces { for row in item.surfaces { surfaces.append(row) } }
            audit?.append(fname, item.shapes)
            if let intervals {
                for row in item.intervals {
                    decisions[row.structure, default: [:]][row.decision, default: 0] += 1
                    intervals.append(row)
                }
            }
        }
    }

    private mutating func append(_ item: JournalEntry.Scores, _ fname: String) {
        let row = GivenDiceRow(
            fname: fname, expected: item.reliability?.expected, dice: item.dice, givenMean: item.given?.mean,
            givenMaximum: item.given?.maximum)
        agreement.add(row)
        given?.append(row)
    }

    private mutating func append(_ row: ReliabilityRow) {
        expected.add(row)
        verdicts[row.verdict, default: 0] += 1
        if row.pose != PresentationState.identity.description {
            poses.append(RunRecord.Pose(fname: row.fname, pose: row.pose))
        }
        reliability?.append(row)
    }

    /// How a run ended, for its record.
    package struct Ending {
        package var ending: RunRecord.Ending
        package var images: Int
        /// The cases of this mask folder; nil where all that are known are in the journals.
        package var cases: Int?
        package var tally = RunTally.Folder()
        package var cost: RunRecord.Cost
    }

    /// Makes the files appear, and removes an earlier run's that this one does not replace, and sets aside
    /// descriptions of other tables: beside the new tables they would mislead.
    package consuming func commit(_ ending: Ending) -> RunOutcome.Folder {
        let others = given == nil ? ["rca_given.csv"] : []
        let written = Set(Self.names(header)).subtracting(others)
        let outdated = OutdatedFiles(in: output)
        for name in Self.names where !written.contains(name) { guardian.removeOwn(joined(output, name)) }
        var unwritten =
            [
                scores?.commit(), structures?.commit(), reliability?.commit(), details?.commit(), intervals?.commit(),
                failureTable?.commit(), surfaces?.commit(), given?.commit(), drawn?.commit(),
            ].compactMap { $0 } + (audit?.commit() ?? []) + (screen?.commit() ?? [])
        let setAside = outdated.setAside()
        do throws(InputError) {
            try guardian.write(record(ending).json(), to: joined(output, "rca_run.json"))
        } catch {
            unwritten.append(error)
        }
        return RunOutcome.Folder(
            masks: masks, output: output, scored: scored, meanDice: diceCount > 0 ? sum / Double(diceCount) : nil,
            estimator: header.settings["estimator"].flatMap(Estimator.init(rawValue:)),
            classifier: header.settings["classifier"].flatMap(ClassifierKind.init(rawValue:)) ?? .freeForm,
            expected: expected.means,
            below: RunOutcome.thresholds.map { ($0, below[$0] ?? 0) },
            verdicts: Dictionary(
                verdicts.compactMap { name, count in Reliability.Verdict(rawValue: name).map { ($0, count) } },
                uniquingKeysWith: +),
            failures: failures, warnings: warnings, decisions: intervals == nil ? nil : decisions,
            kept: ending.tally.kept, unpaired: ending.tally.unpaired, unwritten: unwritten, audit: audit?.summary,
            screen: screen?.summary, given: agreement.figures, outdated: setAside)
    }

    private func record(_ ending: Ending) -> RunRecord {
        var parameters = header.parameters
        parameters.insert(RunParameter("masks", .text(masks)), at: min(1, parameters.count))
        if header.masks.count > 1 {
            parameters.insert(RunParameter("mask-folders", .list(header.masks)), at: min(2, parameters.count))
        }
        let cases = ending.cases ?? scored + failures.count
        return RunRecord(
            version: header.version, command: header.command, directory: header.directory, parameters: parameters,
            reference: header.reference, ending: ending.ending,
            counts: RunRecord.Counts(
                images: ending.images, cases: cases, scored: scored, failed: failures.count,
                notRun: max(0, cases - scored - failures.count), kept: ending.tally.kept,
                unpaired: ending.tally.unpaired),
            failures: failures.map { RunRecord.Failure(fname: $0.fname, error: $0.error) }, poses: poses,
            verdicts: verdicts, decisions: intervals == nil ? nil : decisions,
            warnings: warnings.map { RunRecord.Warning(fname: $0.fname, messages: $0.messages) }, cost: ending.cost)
    }
}
