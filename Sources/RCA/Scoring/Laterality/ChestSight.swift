/// How a radiograph lies, as the networks that see the sides of the body find it.
///
/// In the right one of eight orientations and two polarities they tell both halves of the chest apart with hardly a
/// doubt; in every other one, and in pictures that show no chest, they do not. They need no registration for that. Of 99
/// references laid down at random, perturbed at strengths 2, 3 and 4, a network that has not seen them finds 96, 95 and
/// 89, and the search by registration 87, 71 and 51.
package struct ChestSight: Sendable, Equatable {
    /// From here on the orientation is settled. Of 66 references that a network has not seen, laid down at random and
    /// perturbed at strengths 2, 3 and 4, it finds 63, 60 and 44 with more than this in the right orientation, and 0, 0
    /// and 1 in a wrong one. Of 64 pictures that are no chest X-rays, such as photographs, textures, other parts of the
    /// body and shuffled radiographs, four such networks found 0.54 at the most; four that had learned longer found
    /// 0.81 in soft clouds, and 0.55 at the most in the others.
    static let leastClearness: Float = 0.65

    package let orientation: Orientation
    /// Whether black and white are exchanged.
    package let isInverted: Bool
    /// How clearly the halves of the chest are told apart, in [0, 1] (``LateralityOpinion/uprightness(_:known:)``).
    package let clearness: Float
    /// How sure the networks that see the structures are of them there, in [0, 1]; nil where clearness alone decides, so
    /// that they need not be asked.
    package let sureness: Float?

    package init(orientation: Orientation, isInverted: Bool, clearness: Float, sureness: Float?) {
        self.orientation = orientation
        self.isInverted = isInverted
        self.clearness = clearness
        self.sureness = sureness
    }

    /// Whether the orientation can be believed.
    package var isClear: Bool { clearness >= Self.leastClearness }

    /// From this sum of both figures on a chest is seen, even where the orientation is not clear. Of 264 references that
    /// the networks have not seen, at strengths 2 to 5, 234 have more, 224 are clear; of 64 pictures that are no chest
    /// X-rays one has more, which is clear as well, and the next one 1.18.
    static let leastSight: Float = 1.25

    /// Whether a chest is seen from the front: by its sides alone, or by sides and structures together.
    package var isChest: Bool { isClear || clearness + (sureness ?? 0) >= Self.leastSight }

    /// Whether it takes sureness to say if a chest is seen.
    package static func isOpen(clearness: Float) -> Bool { clearness < leastClearness && clearness + 1 >= leastSight }

    /// An image that fits poorly, and shows less than this both as it lies and in the frame that was found, is no chest
    /// X-ray. Of 200 references that a network has not seen, laid down at random and perturbed at strengths 2 to 5, 32
    /// fit poorly in the right orientation; one of them, at strength 5, shows less.
    static let nothingClearness: Float = 0.35

    package var isNothing: Bool { clearness < Self.nothingClearness }

    /// Whether the radiograph lies as the references do.
    var isUpright: Bool { orientation == .upright && !isInverted }

    /// The pose of a part of the image that shows the radiograph.
    func pose(of rectangle: PresentationState.Rectangle) -> PresentationState {
        Self.pose(of: rectangle, orientation, isInverted: isInverted)
    }

    /// The same of a radiograph that lies this way.
    static func pose(
        of rectangle: PresentationState.Rectangle, _ orientation: Orientation, isInverted: Bool
    ) -> PresentationState {
        var pose = PresentationState()
        pose.orientation = orientation
        pose.isInverted = isInverted
        pose.rectangle = rectangle
        return pose
    }
}

extension LateralityOpinion {
    /// Looks at a radiograph, without its margins, from every side: one network at all of them, then all networks at
    /// what it finds clearest. Nil where every network has seen the image, or what they say is not known to mean much.
    ///
    /// - Parameter known: positions of the references that show the image itself.
    package func sight(of radiograph: Radiograph, known: [Int]) -> ChestSight? {
        guard let model,
            model.evidence(uprightness: -ChestSight.leastClearness) >= LateralityModel.leastEvidence
        else { return nil }
        let frame = ChestSight.pose(of: radiograph.content, .upright, isInverted: false)
        let working = radiograph.reduced(
            for: frame.frameToImage(width: radiograph.width, height: radiograph.height), size: preparation.size)
        // The mirrored ones show in the sign of what is said of the others.
        let turns: [Orientation] = [.upright, .quarterTurn, .halfTurn, .threeQuarterTurn]
        var best: (orientation: Orientation, isInverted: Bool, clearness: Float, query: QueryImage)?
        for isInverted in [false, true] {
            for orientation in turns {
                let pose = ChestSight.pose(of: radiograph.content, orientation, isInverted: isInverted)
                let query = QueryImage(working, pose: pose, parameters: preparation)
                guard let side = glance(query, known: known) else { return nil }
                if abs(side) > best?.clearness ?? -1 { best = (orientation, isInverted, abs(side), query) }
            }
        }
        guard let best, let uprightness = uprightness(best.query, known: known) else { return nil }
        let (isMirrored, clearness) = (uprightness < 0, abs(uprightness))
        let orientation = isMirrored ? best.orientation.turnedOver : best.orientation
        var sureness: Float?
        if ChestSight.isOpen(clearness: clearness) {
            // The networks that see the structures know no mirrored chest: they are shown it the right way round.
            let pose = ChestSight.pose(of: radiograph.content, orientation, isInverted: best.isInverted)
            let query = isMirrored ? QueryImage(working, pose: pose, parameters: preparation) : best.query
            sureness = structures.sureness(query, known: known)
        }
        return ChestSight(
            orientation: orientation, isInverted: best.isInverted, clearness: clearness, sureness: sureness)
    }
}
