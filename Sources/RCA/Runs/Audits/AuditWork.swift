import Cases
import Imaging
import Journal
import Logging
import Machine
import Reporting
import Scoring

/// A mask that is to be measured, and its image where there is one.
struct AuditCase: FileHolding, Sendable {
    let folder: Int
    let item: MaskPairing.Pair

    var imagePath: String? { item.imagePath.isEmpty ? nil : item.imagePath }
    var paths: [String] { (imagePath.map { [$0] } ?? []) + item.masks.map(\.path) }
    var key: JournalEntry.Key { JournalEntry.Key(folder: folder, fname: item.fname) }
}

/// The masks of an audit, whose options, inputs and outputs are known to be good.
struct AuditWork: JournaledWork {
    static let activity = "measuring"

    /// With the folders that stand for its archives.
    let request: AuditRequest
    let structures: StructureList
    let references: ReferenceShapes?
    let places: FileSources
    let outputs: [String]
    let guardian: OutputGuard

    var notes: [String] { places.notes }

    func sources(of shard: Shard) throws(InputError) -> CaseSources {
        CaseSources(
            images: try request.images.map { images throws(InputError) in
                try ImageFolder.names(in: images, suffixes: request.suffixes, shard: shard, places: places)
            },
            masks: try CaseSources.masks(
                in: request.masks, images: request.images, structures: structures, suffixes: request.suffixes,
                shard: shard, places: places),
            suffixes: request.suffixes, shard: shard, places: places)
    }

    func worker() -> AuditWorker { AuditWorker(structures: structures) }

    func items(left pairings: [MaskPairing], _ pending: inout PendingWork) throws(InputError) -> [AuditCase] {
        try pending.left(pairings, allowsUnpaired: request.allowsUnpaired, places: places).enumerated().flatMap {
            folder, pairs in pairs.map { AuditCase(folder: folder, item: $0) }
        }
    }

    func checkFound(_ pending: PendingWork) throws(InputError) {
        try pending.checkFound(request.shard, masks: request.masks[0], images: request.images)
    }

    var header: JournalHeader {
        let prefix = request.output.hasSuffix("/") ? request.output.count : request.output.count + 1
        let shared: [RunParameter] = [
            RunParameter("structures", .text(structures.text)),
            RunParameter("threads", .integer(request.threads)),
            RunParameter("suffixes", .list(request.suffixes)),
            RunParameter("fail-fast", .flag(request.stopsAtFirstFailure)),
        ]
        let optional: [RunParameter] =
            (request.images.map { [RunParameter("images", .text($0))] } ?? [])
            + (request.allowsUnpaired ? [RunParameter("allow-unpaired", .flag(true))] : [])
            + request.maskTables.parameters
            + (structures.ignoredLabelsText.map { [RunParameter("ignore-labels", .text($0))] } ?? [])
        var settings = [
            "command": RunKind.audit.rawValue, "version": RCAVersion.current,
            "suffixes": request.suffixes.joined(separator: " "), "labels": structures.text,
            "images": request.images == nil ? "none" : "paired",
        ]
        settings["ignore-labels"] = structures.ignoredLabelsText
        if request.maskTables.takesLandmarks { settings["landmarks"] = "true" }
        settings["id-column"] = request.maskTables.idColumn
        return JournalHeader(
            version: RCAVersion.current, shard: request.shard,
            reference: RunRecord.Reference(
                path: request.reference ?? "", digest: references?.digest ?? "", count: references?.count ?? 0),
            structures: structures.names, masks: request.masks, outputs: outputs.map { String($0.dropFirst(prefix)) },
            hasDetails: false, hasIntervals: false, hasSurfaces: false, referenceLimits: references?.limits ?? [],
            parameters: shared + optional, settings: settings, command: request.command, origin: request.masks)
    }
}
