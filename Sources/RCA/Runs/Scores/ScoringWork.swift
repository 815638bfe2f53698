import Cases
import Imaging
import Journal
import Logging
import Machine
import Reporting
import Scoring

/// The masks of a scoring run, whose options, inputs and outputs are known to be good.
struct ScoringWork: JournaledWork {
    static let activity = CaseScoring.activity

    /// With the folders that stand for its archives.
    let request: ScoringRequest
    let set: ReferenceSet
    let structures: ReportedStructures
    /// Nil where none are asked for.
    let intervals: RunIntervals?
    let places: FileSources
    let outputs: [String]
    let guardian: OutputGuard
    let notes: [String]

    func sources(of shard: Shard) throws(InputError) -> CaseSources {
        CaseSources(
            images: try ImageFolder.names(in: request.images, suffixes: request.suffixes, shard: shard, places: places),
            masks: try CaseSources.masks(
                in: request.masks, images: request.images, structures: structures.list, suffixes: request.suffixes,
                shard: shard, places: places),
            suffixes: request.suffixes, shard: shard, places: places)
    }

    func worker() -> ScoringWorker {
        ScoringWorker(set: set, structures: structures, request: request, intervals: intervals)
    }

    func items(left pairings: [MaskPairing], _ pending: inout PendingWork) throws(InputError) -> [ImageCase] {
        var left: [MaskPairing] = []
        for (folder, pairing) in pairings.enumerated() {
            request.logger?.info(
                "images and masks paired",
                metadata: [
                    "masks": "\(pairing.maskFolder)", "pairs": "\(pairing.pairs.count)",
                    "unpaired": "\(pairing.failures.count)",
                ])
            for failure in pairing.failures {
                if failure.lacksPartner {
                    if try pending.keeps(JournalEntry.Key(folder: folder, fname: failure.fname)) { continue }
                    if request.allowsUnpaired {
                        pending.passOver(folder: folder)
                        continue
                    }
                }
                try pending.fail(
                    JournalEntry.Key(folder: folder, fname: failure.fname, unpaired: failure.error.subject),
                    failure.error)
            }
            var cases: [MaskPairing.Pair] = []
            for item in pairing.pairs {
                let key = JournalEntry.Key(folder: folder, fname: item.fname)
                if try pending.isLeft(key, unless: { isOf($0.files, item) }) { cases.append(item) }
            }
            left.append(MaskPairing(maskFolder: pairing.maskFolder, pairs: cases, failures: []))
        }
        return ImageCase.grouped(left)
    }

    /// Whether an entry's files are those of the case, as they are.
    private func isOf(_ files: CaseFiles, _ item: MaskPairing.Pair) -> Bool {
        guard let image = files.image, let masks = files.masks else { return false }
        return image.holds(at: item.imagePath, in: places) && (masks.isEmpty || masks.count == item.masks.count)
            && zip(masks, item.masks).allSatisfy { $0.holds(at: $1.path, in: places) }
    }

    func checkFound(_ pending: PendingWork) throws(InputError) {
        guard request.shard == .whole, pending.caseCount == 0, pending.tally.kept == 0, pending.tally.unpaired > 0
        else { return }
        throw InputError(
            .pairingFailed, request.masks[0], "no mask has an image of its name in \(request.images)",
            remedy: "check both folders, or name the endings to ignore by --suffix")
    }

    var header: JournalHeader {
        let settings = RunSettings(request: request, set: set, structures: structures, intervals: intervals)
        let prefix = request.output.hasSuffix("/") ? request.output.count : request.output.count + 1
        return JournalHeader(
            version: RCAVersion.current, shard: request.shard,
            reference: RunRecord.Reference(
                path: request.reference, digest: set.digest, count: set.references.count),
            structures: structures.names, masks: request.masks,
            outputs: outputs.map { String($0.dropFirst(prefix)) }, hasDetails: request.writesDetails,
            hasIntervals: intervals != nil, hasSurfaces: request.surfaces != nil, parameters: settings.parameters(),
            settings: settings.decisive, command: request.command, origin: request.masks)
    }
}

extension CaseSources: WorkSources {
    static func candidates(_ pairings: [MaskPairing]) -> [(key: JournalEntry.Key, files: [String])] {
        pairings.enumerated().flatMap { folder, pairing in
            pairing.pairs.map { (JournalEntry.Key(folder: folder, fname: $0.fname), $0.masks.map(\.path)) }
        }
    }
}
