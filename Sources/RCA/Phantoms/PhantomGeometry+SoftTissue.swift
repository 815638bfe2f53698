extension PhantomGeometry {
    /// Centimetres in one body unit.
    static let unitLength: Float = 38

    /// Centimetres of soft tissue in the beam at a place, if the lungs were solid: trunk, neck, arms, breasts.
    func bodyThickness(at place: Place) -> Float {
        let build = anatomy.build
        let flank =
            build.flank + 0.085 * ExactMath.smoothStep((0.62 - place.v) / 0.30)
            + 0.02 * ExactMath.smoothStep((place.v - 0.75) / 0.3)
        let across = min(1, place.lateral / flank)
        let across2 = across * across
        let shoulderLine = build.shoulderHeight - 0.12 + 0.27 * max(0, place.lateral - build.neckWidth)
        let underShoulder = min(1, max(0, (place.v - shoulderLine) / 0.22))
        let belly = 1 + 0.18 * ExactMath.smoothStep((place.v - 0.6) / 0.35)
        let trunk =
            build.thickness * belly * (1 - across2 * across2 * across2).squareRoot() * underShoulder.squareRoot()
        var body = trunk
        if place.v < 0.25, place.lateral < build.neckWidth {
            let neck = 13 * ExactMath.chord(place.lateral / build.neckWidth)
            body = Self.blend(body, neck * ExactMath.smoothStep((0.25 - place.v) / 0.2))
        }
        if place.lateral > build.flank - 0.1 {
            body = Self.blend(body, 14 * ExactMath.chord(armDistance(of: place) / 0.118))
        }
        return body + breastThickness(at: place)
    }

    /// Distance from the axis of the upper arm on the place's side.
    func armDistance(of place: Place) -> Float {
        let slope = anatomy.build.armSlope
        let norm = 1 / (1 + slope * slope).squareRoot()
        let x = place.lateral - (anatomy.build.flank + 0.01)
        let y = place.v - (anatomy.build.shoulderHeight + 0.115)
        let along = max(0, (x + slope * y) * norm)
        let dx = x - along * norm
        let dy = y - along * slope * norm
        return (dx * dx + dy * dy).squareRoot()
    }

    private func breastThickness(at place: Place) -> Float {
        guard anatomy.build.breast > 0 else { return 0 }
        let x = (place.lateral - 0.205) / 0.165
        let y = (place.v - anatomy.build.breastHeight + 0.15) / (place.isLeft ? 0.155 : 0.15)
        // Full at the lower fold, thinning out towards the collar bones.
        return anatomy.build.breast * ExactMath.chord((x * x + y * y).squareRoot())
            * ExactMath.smoothStep(0.5 + 0.6 * y) * (1 - 0.3 * x)
    }

    /// Centimetres of air-filled lung in the beam. The field ends in a step at mediastinum, heart and dome, as
    /// on a radiograph, yet a little lung lies behind each of them.
    func lungDepth(at place: Place) -> Float {
        guard let borders = place.borders, place.lateral < borders.outer else { return 0 }
        let across = place.lateral / borders.outer
        let across2 = across * across
        let shallow = 1 - borders.root
        var depth =
            0.76 * anatomy.build.thickness * (1 - shallow * shallow * shallow)
            * (1 - across2 * across2 * across).squareRoot()
        let inward = place.lateral - borders.inner
        if inward < 0 {
            depth *= 0.05 + 0.20 * ExactMath.smoothStep(1 + inward / 0.05)
        } else {
            depth *= 0.54 + 0.46 * ExactMath.smoothStep(inward / 0.09)
        }
        if place.heart < 1 { depth *= 0.78 - 0.62 * ExactMath.chord(place.heart) }
        if place.belowDome > 0 { depth *= 0.26 * ExactMath.bump(min(1, place.belowDome / 0.13)) }
        return depth
    }

    /// The cloud of vessels, bronchi and lymph nodes at the root of each lung, in centimetres.
    func hilumThickness(at place: Place) -> Float {
        guard place.lateral < 0.25, let borders = place.borders, place.lateral > borders.inner - 0.02 else { return 0 }
        let x = (place.lateral - (place.isLeft ? 0.092 : 0.084)) / 0.07
        let y = (place.v - anatomy.mediastinum.hilumHeight - (place.isLeft ? -0.012 : 0.012)) / 0.115
        return 1.5 * ExactMath.bump(min(1, (x * x + y * y).squareRoot()))
    }

    /// Centimetres of tissue that air outside the lungs displaces: windpipe, main bronchi, stomach bubble.
    func airwayDepth(at place: Place) -> Float {
        let mediastinum = anatomy.mediastinum
        let carina = mediastinum.aorticKnobHeight + 0.085
        let fromTrachea = place.u - mediastinum.tracheaU - 0.3 * anatomy.pose.turn
        var air: Float = 0
        if place.lateral < 0.12, place.v < carina + 0.1 {
            air = 3.4 * ExactMath.chord(fromTrachea / 0.023) * ExactMath.smoothStep((carina - place.v) / 0.03)
            let along = abs(fromTrachea) / (place.isLeft ? 0.085 : 0.06)
            let drop = place.v - carina - 0.075 * along
            air +=
                1.8 * ExactMath.chord(drop / 0.017) * ExactMath.smoothStep(1.6 - 1.6 * along)
                * ExactMath.smoothStep(4 * along)
        }
        let bubble = anatomy.build.stomachBubble
        if place.isLeft, bubble > 0 {
            let x = (place.lateral - anatomy.leftLung.domeLateral - 0.01) / (1.5 * bubble)
            let y = (place.v - anatomy.leftLung.domeHeight - 0.028 - bubble) / bubble
            air += 5 * ExactMath.chord((x * x + y * y).squareRoot())
        }
        return air
    }

    /// Two thicknesses as one body: the larger where they differ, a little more where they meet.
    private static func blend(_ a: Float, _ b: Float) -> Float {
        guard b > 0 else { return a }
        let a2 = a * a
        let b2 = b * b
        return (a2 * a2 + b2 * b2).squareRoot().squareRoot()
    }
}
