/// The scores of all masks of one image.
public struct CaseScore: Sendable, Equatable {
    public internal(set) var masks: [MaskScore]
    /// Positions in the set of the references used, most similar first.
    public let selected: [Int]
    /// References left out because they are the query's own radiograph.
    public let excluded: [Int]
    /// What was undone before the image was compared with the references.
    public let pose: PresentationState
    /// How well the image was brought onto the references; nil where the classifier does not register.
    public let evidence: RegistrationEvidence?
    /// What the references think of the truth; nil where the classifier has no posterior, or nobody asked for it
    /// and there was no mask to score.
    package let posterior: TruthPosterior?
    /// How far what is expected by the posterior may be off; nil where it is not known.
    let errors: ErrorModel?
    /// How far the masks' ``MaskScore/expected`` may be off; nil where it is not known.
    public let outlook: Reliability.Outlook?
    /// Whether the scores can be believed.
    public internal(set) var reliability: Reliability

    /// The references, as they were chosen.
    var choice: ReferenceSelection.Result { ReferenceSelection.Result(selected: selected, excluded: excluded) }
}

/// A score, and what the classifier was trained to when it was made.
public struct ScoredCase<Trained: TrainedClassifier> {
    public internal(set) var score: CaseScore
    /// Trained on the image in the pose that was settled on, with all masks. It has labelled the score's references in
    /// their order, and keeps what it knows whatever the scorer scores afterwards.
    public let trained: Trained
}

/// A score, and what was found out about the image on the way.
struct SettledCase<Trained: TrainedClassifier> {
    let scored: ScoredCase<Trained>
    let radiograph: Radiograph
    /// Whether the radiograph fits mirrored about as well.
    let mayBeMirrored: Bool
    /// As ``Screening/isFrontal``.
    let isFrontal: Bool
}
