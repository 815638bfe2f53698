/// What may be wrong with an image before anyone segments it.
public enum ScreeningFlag: String, Sendable, CaseIterable {
    /// It cannot be brought onto any reference.
    case notAChestXRay = "not-a-chest-x-ray"
    /// It shows something of the kind, but no frontal view as the references show it.
    case notFrontal = "not-frontal"
    /// A structure ends at the edge of the picture.
    case cutOff = "cut-off"
    /// Part of the chest shows nothing.
    case blankParts = "blank-parts"
    /// Much of the chest is as black or as white as the image gets.
    case contrastCutOff = "contrast-cut-off"
    /// It lies on its side or upside down.
    case turned
    case mirrored
    /// It fits mirrored about as well.
    case mayBeMirrored = "may-be-mirrored"
    case inverted
    /// It is turned by less than a quarter turn.
    case tilted
    /// Margins without picture frame it.
    case margins
    /// The references have this very radiograph.
    case inReferences = "in-references"
    /// An earlier file has the same bytes.
    case duplicate
    /// An earlier file shows the same radiograph.
    case nearDuplicate = "near-duplicate"

    /// Whether nobody should segment such an image as a chest radiograph, however little of it there is.
    public var isUnusable: Bool {
        switch self {
        case .notAChestXRay, .notFrontal, .blankParts: true
        default: false
        }
    }
}
