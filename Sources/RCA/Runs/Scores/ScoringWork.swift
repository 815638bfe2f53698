import Auditing
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
    /// Nil where none are asked for.
    let errorMaps: ErrorMapFolders?
    let places: FileSources
    let outputs: [String]
    let guardian: OutputGuard
    let notes: [String]
    /// What is usual in the references' masks, one a structure that is asked for.
    let referenceLimits: [ShapeLimits?]

    func checkReferences() throws(InputError) { try set.checkUnchanged(named: request.reference) }

    func sources(of shard: Shard) throws(InputError) -> CaseSources {
        CaseSources(
            images: try ImageFolder.names(in: request.images, suffixes: request.suffixes, shard: shard, places: places),
            masks: try CaseSources.masks(
                in: request.masks, images: request.images, structures: structures.drawn, suffixes: request.suffixes,
                shard: shard, places: places),
            suffixes: request.suffixes, shard: shard, places: places)
    }

    func worker() -> ScoringWorker {
        ScoringWorker(
            set: set, structures: structures, request: request, intervals: intervals,
            maps: errorMaps.map { ErrorMapWriter($0, guardian, request) })
    }

    func items(left pairings: [MaskPairing], _ pending: inout PendingWork) throws(InputError) -> [ImageCase] {
        for pairing in pairings {
            request.logger?.info(
                "images and masks paired",
                metadata: [
                    "masks": "\(pairing.maskFolder)", "pairs": "\(pairing.pairs.count)",
                    "unpaired": "\(pairing.failures.count)",
                ])
        }
        let left = try pending.left(pairings, allowsUnpaired: request.allowsUnpaired, places: places, maps: errorMaps)
        return ImageCase.grouped(
            zip(pairings, left).map { MaskPairing(maskFolder: $0.maskFolder, pairs: $1, failures: []) })
    }

    func checkFound(_ pending: PendingWork) throws(InputError) {
        try pending.checkFound(request.shard, masks: request.masks[0], images: request.images)
    }

    var header: JournalHeader {
        let settings = RunSettings(request: request, set: set, structures: structures, intervals: intervals)
        let prefix = request.output.hasSuffix("/") ? request.output.count : request.output.count + 1
        var header = JournalHeader(
            version: RCAVersion.current, shard: request.shard,
            reference: RunRecord.Reference(
                path: request.reference, digest: set.digest, count: set.references.count),
            structures: structures.names, masks: request.masks,
            outputs: outputs.map { String($0.dropFirst(prefix)) }, hasDetails: request.writesDetails,
            hasIntervals: intervals != nil, hasSurfaces: request.surfaces != nil,
            referenceLimits: referenceLimits, parameters: settings.parameters(),
            settings: settings.decisive, command: request.command, origin: request.masks)
        header.givenDice = request.masks.filter(places.hasGivenDice)
        return header
    }
}

extension CaseSources: WorkSources {
    static func candidates(_ pairings: [MaskPairing]) -> [(key: JournalEntry.Key, files: [String])] {
        pairings.enumerated().flatMap { folder, pairing in
            pairing.pairs.map { (JournalEntry.Key(folder: folder, fname: $0.fname), $0.masks.map(\.path)) }
        }
    }
}
