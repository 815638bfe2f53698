public import Imaging

/// What can be said of an image before anyone segments it: `rca-cli screen`.
public struct Screening: Sendable, Equatable {
    /// As ``CaseScorer`` judges the image.
    public let reliability: Reliability
    /// What has to be undone before the image is compared with the references.
    public let pose: PresentationState
    public let size: PictureSize
    /// The share of the structures' outline that lies at the edge of the picture, in [0, 1].
    public let cut: Float
    /// How much of the chest's width or height reaches an edge of the picture, as the networks that see the sides of
    /// the body see it, in [0, 1]; nil where the references have none, or all have seen the image.
    public let edgeReach: Float?
    /// The share of the structures where the picture shows one grey value only, in [0, 1].
    public let blank: Float
    /// The share of the structures' pixels that have the darkest or the brightest grey value found there, in [0, 1].
    public let clipped: Float
    public let mayBeMirrored: Bool
    /// Whether the image fits the references poorly, but the networks see a chest from the front in it; false where it
    /// fits, where there are no networks, or where all have seen the image.
    public let isFrontal: Bool
    /// The names of references that show this very radiograph.
    public let knownAs: [String]
    /// What near duplicates are found by.
    package let fingerprint: RadiographFingerprint

    package init(
        reliability: Reliability, pose: PresentationState, size: PictureSize, cut: Float, edgeReach: Float? = nil,
        blank: Float, clipped: Float, mayBeMirrored: Bool, isFrontal: Bool, knownAs: [String],
        fingerprint: RadiographFingerprint
    ) {
        self.reliability = reliability
        self.pose = pose
        self.size = size
        self.cut = cut
        self.edgeReach = edgeReach
        self.blank = blank
        self.clipped = clipped
        self.mayBeMirrored = mayBeMirrored
        self.isFrontal = isFrontal
        self.knownAs = knownAs
        self.fingerprint = fingerprint
    }

    /// From here on structures count as cut off. Of 66 JSRT references none has more than 0.02; of about 20
    /// whose lower three tenths were cut off, half have 0.06 or more, of those cut off above or at the left, most.
    package static let largestCut: Float = 0.06
    /// From here on the chest counts as cut off, whatever the outline. Of 99 JSRT references, seen by networks that had not
    /// learned from them, fewer than 5 have more, as they are; with a fifth cut off above or at one side, at least 95 %; with
    /// three tenths cut off below, at least 9 in 10.
    package static let largestReach: Float = 0.7
    /// From here on too much is missing for the image to be used.
    package static let unusableCut: Float = 0.12
    /// From here on the contrast counts as cut off.
    package static let largestClipped: Float = 0.1

    /// What may be wrong with the image, in the order of ``ScreeningFlag``. Duplicates are known only beside the other
    /// images.
    public var flags: [ScreeningFlag] {
        let isChest = isChestXRay
        return ScreeningFlag.allCases.filter { flag in
            switch flag {
            case .notAChestXRay: !isChest
            case .notFrontal: reliability.verdict == .unlikeTheReferences && !isFrontal
            case .cutOff: isChest && (cut > Self.largestCut || reachesEdge)
            case .blankParts: isChest && blank > Reliability.largestBlankShare
            case .contrastCutOff: isChest && clipped > Self.largestClipped
            case .turned: isChest && pose.orientation.isTurned
            case .mirrored: isChest && pose.orientation.isMirrored
            case .mayBeMirrored: isChest && mayBeMirrored
            case .inverted: isChest && pose.isInverted
            case .tilted: isChest && pose.rotation != 0
            case .margins: isChest && pose.rectangle != .whole
            case .inReferences: !knownAs.isEmpty
            case .duplicate, .nearDuplicate: false
            }
        }
    }

    /// Whether the image can be segmented as a chest radiograph, once it is laid upright.
    public var isUsable: Bool { cut <= Self.unusableCut && !flags.contains { $0.isUnusable } }

    private var reachesEdge: Bool { (edgeReach ?? 0) > Self.largestReach }

    /// Whether it looks like a chest X-ray at all, so that its pose means something.
    public var isChestXRay: Bool { reliability.verdict != .notAChestXRay }

    /// Why an image has a flag, in a few words.
    public func reason(_ flag: ScreeningFlag) -> String {
        switch flag {
        case .notAChestXRay: reliability.reason
        case .notFrontal: "\(reliability.reason): perhaps another view, or another part of the body"
        case .cutOff:
            cut > Self.largestCut
                ? "\(Self.percent(cut)) of the structures' outline lies at the edge of the picture"
                : "the chest goes on beyond the edge of the picture"
        case .blankParts: "\(Self.percent(blank)) of the structures shows one grey value"
        case .contrastCutOff: "\(Self.percent(clipped)) of the structures is as dark or as bright as the image gets"
        case .turned, .mirrored: pose.orientation.rawValue
        case .mayBeMirrored: "it fits mirrored about as well"
        case .inverted: "black and white are exchanged"
        case .tilted: "tilted \(Int(pose.rotation))°"
        case .margins: "margins without picture"
        case .inReferences: "the same radiograph as reference \(knownAs.joined(separator: ", "))"
        case .duplicate: "the same file as"
        case .nearDuplicate: "the same radiograph as"
        }
    }

    private static func percent(_ share: Float) -> String { "\(Int((share * 100).rounded())) %" }
}

extension Orientation {
    /// Whether the radiograph does not stand upright, mirrored or not.
    public var isTurned: Bool { self != .upright && self != .mirrored }

    /// Whether left and right are exchanged once the radiograph stands upright.
    public var isMirrored: Bool { isTurnedOver }

    /// What lays a picture that lies this way upright again, pixel for pixel.
    ///
    /// - Parameters:
    ///   - width, height: of the picture as it lies.
    public func undoing(width: Int, height: Int) -> PictureTurn {
        let m = matrix
        // A pixel of the upright picture comes from (xx·x + xy·y, yx·x + yy·y), counted from both centres.
        return PictureTurn(
            transposed: isOnItsSide, flippedAcross: (isOnItsSide ? m.yx : m.xx) < 0,
            flippedDown: (isOnItsSide ? m.xy : m.yy) < 0, width: width, height: height)
    }
}
