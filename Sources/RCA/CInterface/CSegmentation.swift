public import CRCA
import Files
import Imaging
import RCA
import Segmentation

/// What `rca_segmentation` is.
final class CSegmentation: CHandle {
    let segmentation: Segmentation
    private(set) var image = rca_case()

    init(_ segmentation: Segmentation) {
        self.segmentation = segmentation
        super.init()
        image = described(
            segmentation.reliability, segmentation.pose, excludedCount: segmentation.excluded.count)
    }
}

@_cdecl("rca_segment")
public func segment(
    _ references: OpaquePointer?, _ image: UnsafePointer<rca_image>?,
    _ segmentation: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<OpaquePointer?>?
) -> Int32 {
    answer(error) { () throws(CFailure) in
        let references = try CHandle.of(references, as: CReferences.self, named: "references")
        guard let segmentation else { throw .argument("segmentation", "is NULL") }
        segmentation.pointee = try references.scorer.segmented(image).handedOut()
    }
}

extension ReferenceScorer {
    fileprivate func segmented(_ image: UnsafePointer<rca_image>?) throws(CFailure) -> CSegmentation {
        let image = try GrayscaleImage(image)
        return CSegmentation(try reading { () throws(InputError) in try segment(image) })
    }
}

@_cdecl("rca_segment_many")
public func segmentMany(
    _ references: OpaquePointer?, _ images: UnsafePointer<UnsafePointer<rca_image>?>?, _ count: Int32,
    _ threads: Int32, _ progress: CProgress?, _ context: UnsafeMutableRawPointer?,
    _ segmentations: UnsafeMutablePointer<OpaquePointer?>?, _ errors: UnsafeMutablePointer<OpaquePointer?>?,
    _ error: UnsafeMutablePointer<OpaquePointer?>?
) -> Int32 {
    answer(error) { () throws(CFailure) in
        let scorer = try CHandle.of(references, as: CReferences.self, named: "references").scorer
        guard let images else { throw .argument("images", "is NULL") }
        let batch = try CBatch(
            count: count, threads: threads, results: segmentations, named: "segmentations", errors: errors,
            progress: progress, context: context)
        let all = Shared(images)
        try batch.run { position throws(CFailure) in try scorer.segmented(all.start[position]) }
    }
}

@_cdecl("rca_segmentation_free")
public func freeSegmentation(_ segmentation: OpaquePointer?) { CHandle.release(segmentation) }

@_cdecl("rca_segmentation_labels")
public func labelsOfSegmentation(
    _ segmentation: OpaquePointer?, _ labels: UnsafeMutablePointer<UInt16>?, _ count: Int
) -> Int32 {
    guard let result = CHandle.peek(segmentation, as: CSegmentation.self)?.segmentation, let labels,
        count == result.width * result.height
    else { return RCA_ERROR_ARGUMENT }
    let map = result.labelMap()
    for (position, index) in map.indices.enumerated() {
        labels[position] = map.wideValues.map { $0[Int(index)] } ?? UInt16(index)
    }
    return RCA_OK
}

@_cdecl("rca_segmentation_confidence")
public func confidenceOfSegmentation(
    _ segmentation: OpaquePointer?, _ confidence: UnsafeMutablePointer<UInt8>?, _ count: Int
) -> Int32 {
    guard let result = CHandle.peek(segmentation, as: CSegmentation.self)?.segmentation, let confidence,
        count == result.width * result.height, case .eightBit(let values) = result.confidence().samples
    else { return RCA_ERROR_ARGUMENT }
    confidence.update(from: values, count: count)
    return RCA_OK
}

@_cdecl("rca_segmentation_case")
public func caseOfSegmentation(_ segmentation: OpaquePointer?, _ result: UnsafeMutablePointer<rca_case>?) -> Int32 {
    CHandle.peek(segmentation, as: CSegmentation.self)?.image.copy(to: result) ?? RCA_ERROR_ARGUMENT
}
