/// A reverse classifier that labels references without registration: a random forest, a small network.
///
/// Images are scored as they lie. There is no consensus, and every case is doubtful, since nothing says how well it
/// fits.
public protocol DirectClassifier<Trained>: ReverseClassifier where Trained: TrainedDirectClassifier {}

/// What a ``DirectClassifier`` has become for one case.
public protocol TrainedDirectClassifier: TrainedClassifier {
    /// What it thinks of the truth itself, asked after it has labelled the chosen references; nil where it has no
    /// opinion. Masks' ``MaskScore/expected`` comes of it.
    ///
    /// An opinion comes of the references and the image. One that comes of the masks agrees with them by construction,
    /// and says nothing of how good they are.
    ///
    /// - Parameter set: the references; the posterior has their structures and its grid the side of their label grid.
    func posterior(_ set: ReferenceSet) -> TruthPosterior?
}
