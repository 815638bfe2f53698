/// A figure of one structure of a mask that is held against what is usual.
///
/// Lengths and places are in shares of the image's sides, so that masks of different sizes, and frames that are
/// stretched to a square, can be compared. What can only be above 0 is a natural logarithm: it spreads alike on both
/// sides.
public enum ShapeFigure: Int, CaseIterable, Sendable {
    /// Logarithms: the area, the box's width and height, the standard deviation of the pixels across and down.
    case area, width, height, spreadAcross, spreadDown
    /// The structure's share of all that is drawn; a logarithm. Not defined where nothing else is.
    case shareOfMask
    /// The centre's place across and down.
    case centreAcross, centreDown
    /// How far the centre lies to the right of, and below, that of all other structures, in units of the square root of
    /// the area of all that is drawn. Not defined where nothing else is.
    case besideOthers, belowOthers
    /// The share of the pixels in the left half of the structure's box, and the correlation of their columns and rows.
    case leftHalf, slant
    /// The outline's length squared by the area and the outline's length by that of the smoothed outline, both as
    /// logarithms; the pixels that smoothing changes by those of the structure.
    case compactness, raggedness, smoothingLoss

    /// The case's name, which files have it by. Kept, since asking for the name of a case takes microseconds.
    var name: String { Self.names[rawValue] }

    private static let names = allCases.map { "\($0)" }

    /// Whether only a large value is out of the way: every mask with faults is rougher than one without.
    var isOneSided: Bool {
        switch self {
        case .compactness, .raggedness, .smoothingLoss: true
        default: false
        }
    }

    /// Whether the figure is of the outline, which depends on how finely a mask is drawn.
    var isOfOutline: Bool { isOneSided }

    /// The least spread that a set is taken to have, so that masks which are all but the same do not make every other
    /// one unusual.
    var leastSpread: Double {
        switch self {
        case .area, .width, .height, .spreadAcross, .spreadDown, .shareOfMask: 0.02
        case .compactness: 0.01
        case .centreAcross, .centreDown, .besideOthers, .belowOthers, .leftHalf, .slant: 0.005
        case .raggedness, .smoothingLoss: 0.002
        }
    }

    /// The flag of a value below what is usual, and of one above.
    var flags: (below: MaskFlag, above: MaskFlag) {
        switch self {
        case .area, .width, .height, .spreadAcross, .spreadDown, .shareOfMask: (.small, .large)
        case .centreAcross, .centreDown, .besideOthers, .belowOthers: (.misplaced, .misplaced)
        case .leftHalf, .slant, .compactness: (.misshapen, .misshapen)
        case .raggedness, .smoothingLoss: (.ragged, .ragged)
        }
    }
}
