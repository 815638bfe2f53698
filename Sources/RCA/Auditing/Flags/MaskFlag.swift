/// What can be wrong with a structure of a mask, by the mask alone.
public enum MaskFlag: String, CaseIterable, Sendable, Codable {
    /// No pixel of it is there, though most masks of the set have it.
    case empty
    /// Smaller or larger than is usual: its area, its box, or its share of all that is drawn.
    case small
    case large
    /// Not where it usually is, in the image or beside the other structures.
    case misplaced
    /// On the other side of the other structures than usual, or a left part to the right of the right one.
    case swapped
    /// Of a form that is unusual.
    case misshapen
    /// Its outline is rougher than usual.
    case ragged
    /// Parts of it lie apart from the largest ones.
    case islands
    /// It encloses what is not of it.
    case holes
    /// More of its outline than usual lies at the edge of the image.
    case edge
    /// Its file and that of another structure claim the same pixels.
    case overlap
    /// Another structure encloses it.
    case inside
    /// Pixel for pixel that of another mask.
    case duplicate
}
