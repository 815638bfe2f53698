/// How the labels of several registered atlases become one segmentation.
public enum FusionMethod: String, Sendable, CaseIterable, Codable {
    /// One atlas, one vote (Heckemann et al., NeuroImage 2006).
    case majority
    /// Expectation maximisation of the truth and of each atlas's confusions (Warfield et al., IEEE TMI 2004).
    case staple
    /// Votes weighted at each pixel by how alike the pictures are round it (Artaechevarria et al., IEEE TMI 2009).
    case locallyWeighted = "locally-weighted"
    /// Weights that also allow for atlases making the same mistake (Wang et al., IEEE TPAMI 2013).
    case joint
    /// The probability of the truth, from the fused vote and, where the reference set has networks, their opinion.
    case posterior
    /// The networks' opinion alone.
    case learned
}
