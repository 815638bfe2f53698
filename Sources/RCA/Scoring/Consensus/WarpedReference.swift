/// A reference brought back into the query's own frame, at the fine level: size² values each, row-major.
package struct WarpedReference: Sendable {
    /// Locally normalised grey values; 0 where the reference does not reach.
    package let picture: [Float]
    /// 1 where the reference reaches, else 0.
    package let inside: [Float]
    /// For each structure its share of each pixel.
    package let shares: [[Float]]
    /// What the reference counts in the vote at each pixel: ``LocalWeight``.
    package let weight: [Float]
    /// What the whole reference counts, by how well it fits: above 0, at most 1.
    package let trust: Float
}
