public import CRCA
import Files
import Imaging
import RCA
import Scoring
import Segmentation

extension CHandle {
    /// What is said of an image.
    final func described(
        _ reliability: Reliability, _ pose: PresentationState, excludedCount: Int
    ) -> rca_case {
        var result = rca_case()
        result.reliability = reliability.figure
        result.excluded_count = Int32(excludedCount)
        result.verdict = text(reliability.verdict.rawValue)
        result.reason = text(reliability.reason)
        result.pose = text(pose.description)
        return result
    }
}

/// What `rca_scores` is.
final class CScores: CHandle {
    private(set) var image = rca_case()
    private(set) var masks: [rca_mask_score] = []
    /// For each mask, one a structure.
    private(set) var structures: [[rca_structure_score]] = []
    private(set) var excluded: [UnsafePointer<CChar>?] = []

    /// - Precondition: there is a score.
    init(_ scores: [NamedScore], of set: ReferenceSet) {
        super.init()
        let names = scores[0].names.map { text($0) }
        var references: [Int: UnsafePointer<CChar>?] = [:]
        for score in scores {
            masks.append(Self.mask(score))
            structures.append(
                zip(scores[0].names, names).map { name, shown in
                    let figures = score[name]
                    if let reference = figures.reference, references[reference] == nil {
                        references[reference] = text(set.references[reference].name)
                    }
                    return Self.structure(figures, shown, figures.reference.flatMap { references[$0] ?? nil })
                })
        }
        excluded = scores[0].excluded.map { text($0) }
        image = described(scores[0].reliability, scores[0].pose, excludedCount: excluded.count)
    }

    private static func mask(_ score: NamedScore) -> rca_mask_score {
        var result = rca_mask_score()
        result.dice = score.dice ?? .nan
        result.expected = score.expected?.dice ?? .nan
        result.lower = score.expected?.range?.lowerBound ?? .nan
        result.upper = score.expected?.range?.upperBound ?? .nan
        result.expected_error = score.expectedError ?? .nan
        result.consensus = score.consensus ?? .nan
        result.best = score.best ?? .nan
        result.mean = score.mean ?? .nan
        result.median = score.median ?? .nan
        result.is_empty = score.isEmpty ? 1 : 0
        return result
    }

    private static func structure(
        _ figures: StructureScore, _ name: UnsafePointer<CChar>?, _ reference: UnsafePointer<CChar>?
    ) -> rca_structure_score {
        var result = rca_structure_score()
        result.name = name
        result.reference = reference
        result.dice = figures.dice ?? .nan
        result.expected = figures.expected?.dice ?? .nan
        result.lower = figures.expected?.range?.lowerBound ?? .nan
        result.upper = figures.expected?.range?.upperBound ?? .nan
        result.consensus = figures.consensus ?? .nan
        result.best = figures.best ?? .nan
        result.mean = figures.mean ?? .nan
        result.median = figures.median ?? .nan
        return result
    }
}

@_cdecl("rca_score")
public func score(
    _ references: OpaquePointer?, _ image: UnsafePointer<rca_image>?,
    _ masks: UnsafePointer<UnsafePointer<rca_mask>?>?, _ count: Int32, _ structures: UnsafePointer<CChar>?,
    _ scores: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<OpaquePointer?>?
) -> Int32 {
    answer(error) { () throws(CFailure) in
        let references = try CHandle.of(references, as: CReferences.self, named: "references")
        guard let scores else { throw .argument("scores", "is NULL") }
        guard let masks, count > 0 else { throw .argument("masks", "are none") }
        let list = try structureList(structures)
        scores.pointee = try references.scorer.scored(
            image, UnsafeBufferPointer(start: masks, count: Int(count)), list
        ).handedOut()
    }
}

extension ReferenceScorer {
    fileprivate func scored(
        _ image: UnsafePointer<rca_image>?, _ masks: UnsafeBufferPointer<UnsafePointer<rca_mask>?>,
        _ structures: StructureList?
    ) throws(CFailure) -> CScores {
        let image = try GrayscaleImage(image)
        var maps: [LabelMap] = []
        for (position, mask) in masks.enumerated() {
            maps.append(try LabelMap(mask, named: "mask \(position + 1)"))
        }
        let results = try reading { () throws(InputError) in
            try score(image, masks: maps, structures: structures)
        }
        return CScores(results, of: references)
    }
}

@_cdecl("rca_score_many")
public func scoreMany(
    _ references: OpaquePointer?, _ images: UnsafePointer<UnsafePointer<rca_image>?>?,
    _ masks: UnsafePointer<UnsafePointer<rca_mask>?>?, _ count: Int32, _ structures: UnsafePointer<CChar>?,
    _ threads: Int32, _ progress: CProgress?, _ context: UnsafeMutableRawPointer?,
    _ scores: UnsafeMutablePointer<OpaquePointer?>?, _ errors: UnsafeMutablePointer<OpaquePointer?>?,
    _ error: UnsafeMutablePointer<OpaquePointer?>?
) -> Int32 {
    answer(error) { () throws(CFailure) in
        let scorer = try CHandle.of(references, as: CReferences.self, named: "references").scorer
        guard let images else { throw .argument("images", "is NULL") }
        guard let masks else { throw .argument("masks", "is NULL") }
        let list = try structureList(structures)
        let batch = try CBatch(
            count: count, threads: threads, results: scores, named: "scores", errors: errors, progress: progress,
            context: context)
        let (allImages, allMasks) = (Shared(images), Shared(masks))
        try batch.run { position throws(CFailure) in
            try scorer.scored(
                allImages.start[position], UnsafeBufferPointer(start: allMasks.start + position, count: 1), list)
        }
    }
}

@_cdecl("rca_scores_free")
public func freeScores(_ scores: OpaquePointer?) { CHandle.release(scores) }

@_cdecl("rca_scores_mask_count")
public func countScoredMasks(_ scores: OpaquePointer?) -> Int32 {
    Int32(CHandle.peek(scores, as: CScores.self)?.masks.count ?? 0)
}

@_cdecl("rca_scores_structure_count")
public func countScoredStructures(_ scores: OpaquePointer?) -> Int32 {
    Int32(CHandle.peek(scores, as: CScores.self)?.structures[0].count ?? 0)
}

@_cdecl("rca_scores_case")
public func caseOfScores(_ scores: OpaquePointer?, _ result: UnsafeMutablePointer<rca_case>?) -> Int32 {
    CHandle.peek(scores, as: CScores.self)?.image.copy(to: result) ?? RCA_ERROR_ARGUMENT
}

@_cdecl("rca_scores_mask")
public func maskOfScores(
    _ scores: OpaquePointer?, _ mask: Int32, _ result: UnsafeMutablePointer<rca_mask_score>?
) -> Int32 {
    guard let scores = CHandle.peek(scores, as: CScores.self), scores.masks.indices.contains(Int(mask)) else {
        return RCA_ERROR_ARGUMENT
    }
    return scores.masks[Int(mask)].copy(to: result)
}

@_cdecl("rca_scores_structure")
public func structureOfScores(
    _ scores: OpaquePointer?, _ mask: Int32, _ structure: Int32, _ result: UnsafeMutablePointer<rca_structure_score>?
) -> Int32 {
    guard let scores = CHandle.peek(scores, as: CScores.self), scores.structures.indices.contains(Int(mask)),
        scores.structures[Int(mask)].indices.contains(Int(structure))
    else { return RCA_ERROR_ARGUMENT }
    return scores.structures[Int(mask)][Int(structure)].copy(to: result)
}

@_cdecl("rca_scores_excluded")
public func excludedFromScores(_ scores: OpaquePointer?, _ position: Int32) -> UnsafePointer<CChar>? {
    CHandle.peek(scores, as: CScores.self)?.excluded.element(at: position)
}
