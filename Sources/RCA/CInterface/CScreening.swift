public import CRCA
import Files
import Imaging
import RCA
import Scoring

/// What `rca_screening` is.
final class CScreening: CHandle {
    private(set) var result = rca_screen_result()

    init(_ screening: Screening) {
        super.init()
        let (pose, frame) = (screening.pose, screening.pose.rectangle)
        result.reliability = screening.reliability.figure
        result.is_usable = screening.isUsable ? 1 : 0
        result.verdict = text(screening.reliability.verdict.rawValue)
        result.reason = text(screening.flags.map(screening.reason).joined(separator: "; "))
        result.flags = text(screening.flags.map(\.rawValue).joined(separator: " "))
        result.pose = text(pose.description)
        result.orientation = text(pose.orientation.rawValue)
        result.is_inverted = pose.isInverted ? 1 : 0
        result.tilt = Float(pose.rotation)
        result.margin_left = Float(frame.x)
        result.margin_top = Float(frame.y)
        result.margin_right = Float(max(0, 1 - frame.x - frame.width))
        result.margin_bottom = Float(max(0, 1 - frame.y - frame.height))
        result.cut = screening.cut
        result.blank = screening.blank
        result.clipped = screening.clipped
        result.edge_reach = screening.edgeReach ?? .nan
        result.reference = text(screening.knownAs.joined(separator: " "))
    }
}

@_cdecl("rca_screen")
public func screen(
    _ references: OpaquePointer?, _ image: UnsafePointer<rca_image>?,
    _ screening: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<OpaquePointer?>?
) -> Int32 {
    answer(error) { () throws(CFailure) in
        let references = try CHandle.of(references, as: CReferences.self, named: "references")
        guard let screening else { throw .argument("screening", "is NULL") }
        let image = try GrayscaleImage(image)
        let result = try reading { () throws(InputError) in try references.scorer.screen(image) }
        screening.pointee = CScreening(result).handedOut()
    }
}

@_cdecl("rca_screening_free")
public func freeScreening(_ screening: OpaquePointer?) { CHandle.release(screening) }

@_cdecl("rca_screening_result")
public func resultOfScreening(
    _ screening: OpaquePointer?, _ result: UnsafeMutablePointer<rca_screen_result>?
) -> Int32 {
    CHandle.peek(screening, as: CScreening.self)?.result.copy(to: result) ?? RCA_ERROR_ARGUMENT
}
