import Imaging
import Journal
import Machine
import Reporting
import Scoring

/// The parameters of a segmentation run: those that are listed, and those of them that results depend on.
struct SegmentationSettings {
    let request: SegmentationRequest
    let set: ReferenceSet
    let structures: ReportedStructures

    /// What a journal begins with.
    func header() -> JournalHeader {
        JournalHeader(
            version: RCAVersion.current, shard: request.shard,
            reference: RunRecord.Reference(path: request.reference, digest: set.digest, count: set.references.count),
            structures: structures.names, masks: [request.output], outputs: [""], hasDetails: false,
            hasIntervals: false, hasSurfaces: false, parameters: parameters, settings: decisive,
            command: request.command, origin: [request.images])
    }

    private var labels: String { structures.list.text }

    private var parameters: [RunParameter] {
        [
            RunParameter("images", .text(request.images)),
            RunParameter("structures", .text(labels)),
            RunParameter("atlases", .integer(request.parameters.atlasCount)),
            RunParameter("similarity", .text(request.parameters.similarity.rawValue)),
            RunParameter("fusion", .text(request.parameters.fusion.rawValue)),
            RunParameter("table", .flag(request.writesTable)),
            RunParameter("confidence", .flag(request.writesConfidence)),
            RunParameter("score", .flag(request.scores)),
            RunParameter("threads", .integer(request.threads)),
            RunParameter("suffixes", .list(request.suffixes)),
            RunParameter("fail-fast", .flag(request.stopsAtFirstFailure)),
        ] + registration + structures.unread
    }

    /// None for the free form: its runs are those that know of no other.
    private var registration: [RunParameter] {
        request.registration == .freeForm
            ? [] : [RunParameter("registration", .text(request.registration.rawValue))]
    }

    /// The engine's own parameters are part of the reference set's digest.
    private var decisive: [String: String] {
        var settings = [
            "command": RunKind.segment.rawValue, "version": RCAVersion.current,
            "instructions": RunSettings.instructions,
            "atlases": "\(request.parameters.atlasCount)", "similarity": request.parameters.similarity.rawValue,
            "fusion": request.parameters.fusion.rawValue, "confidence": "\(request.writesConfidence)",
            "score": "\(request.scores)", "suffixes": request.suffixes.joined(separator: " "), "labels": labels,
        ]
        if request.writesTable { settings["table"] = "true" }
        for (name, digest) in set.learnedDigests { settings[name] = digest }
        return settings
    }
}
