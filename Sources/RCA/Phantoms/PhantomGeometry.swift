import NumericSupport

/// A ``PhantomAnatomy`` made ready for evaluation at points: the one definition of which point is lung, heart
/// or neither, from which both the radiograph and the exact label map are computed.
struct PhantomGeometry: Sendable {
    let anatomy: PhantomAnatomy
    let right: LungBorders
    let left: LungBorders
    private let waviness: SmoothNoise
    private let outline: HeartOutline
    private let poseTurn: SIMD2<Float>

    /// What lies at a point, as seen from the side of the midline it is on.
    struct Place {
        /// Body coordinates after the waviness of soft parts is taken into account.
        var u: Float
        var v: Float
        /// Distance from the midline.
        var lateral: Float
        var isLeft: Bool
        /// Borders of the lung at this height; nil above the apex.
        var borders: (inner: Float, outer: Float, root: Float)?
        /// How far the point is below the diaphragm's dome; negative above it.
        var belowDome: Float
        /// Distance from the heart's centre as a fraction of its radius in this direction: below 1 is inside.
        var heart: Float
    }

    init(_ anatomy: PhantomAnatomy) {
        self.anatomy = anatomy
        let heart = anatomy.heart
        let mediastinum = anatomy.mediastinum
        poseTurn = ExactMath.cosineAndSine(halfAngleTangent: anatomy.pose.halfAngleTangent)
        var random = SplitMix64(seed: anatomy.detailSeed, index: 0, purpose: 2)
        waviness = SmoothNoise(random: &random)

        let outline = HeartOutline(heart, shift: 0.5 * anatomy.pose.turn)
        self.outline = outline
        let rightFootprint = outline.footprintProfile(isLeft: false, dome: anatomy.rightLung.domeLateral)
        let leftFootprint = outline.footprintProfile(isLeft: true, dome: anatomy.leftLung.domeLateral)
        right = LungBorders(lung: anatomy.rightLung) { v in
            max(
                anatomy.rightLung.innerBorder + 0.020 * ExactMath.bump((v - heart.centreV + 1.1 * heart.radius) / 0.12),
                rightFootprint(v))
        }
        left = LungBorders(lung: anatomy.leftLung) { v in
            let knob = mediastinum.aorticKnobSize * ExactMath.bump((v - mediastinum.aorticKnobHeight) / 0.062)
            // The pulmonary trunk and the auricle lead over from the aorta to the heart's left border.
            let aorta = 0.012 * ExactMath.smoothStep((v - mediastinum.aorticKnobHeight) / 0.05)
            let ontoHeart = ExactMath.smoothStep((v - mediastinum.aorticKnobHeight) / 0.12)
            return max(
                anatomy.leftLung.innerBorder + knob + aorta + mediastinum.pulmonaryBulge * ontoHeart,
                leftFootprint(v))
        }
    }

    /// Body coordinates of a pixel centre of a radiograph of the given size. The unit is the radiograph's shorter
    /// side, the body's frame sits in the middle of the radiograph, and the longer side shows more of the body.
    func bodyPoint(x: Int, y: Int, width: Int, height: Int) -> SIMD2<Float> {
        let side = Float(min(width, height))
        let pose = anatomy.pose
        let a = ((Float(x) + 0.5 - 0.5 * Float(width)) / side - pose.shiftU) / pose.scale
        let b = ((Float(y) + 0.5 - 0.5 * Float(height)) / side - pose.shiftV) / pose.scale
        return [poseTurn.x * a + poseTurn.y * b, poseTurn.x * b - poseTurn.y * a + 0.5]
    }

    /// Radiograph coordinates in pixels (pixel centres at whole numbers) of a body point: the inverse of ``bodyPoint``.
    func radiographPoint(u: Float, v: Float, width: Int, height: Int) -> SIMD2<Float> {
        let side = Float(min(width, height))
        let pose = anatomy.pose
        let b = v - 0.5
        let x = (poseTurn.x * u - poseTurn.y * b) * pose.scale + pose.shiftU
        let y = (poseTurn.y * u + poseTurn.x * b) * pose.scale + pose.shiftV
        return [x * side + 0.5 * Float(width) - 0.5, y * side + 0.5 * Float(height) - 0.5]
    }

    func place(at point: SIMD2<Float>) -> Place {
        let u = point.x + 0.006 * waviness.value(point.x * 7 + 11, point.y * 7 + 3)
        let v = point.y + 0.006 * waviness.value(point.x * 7 + 35, point.y * 7 + 29)
        let isLeft = u > 0
        let lateral = abs(u)
        return Place(
            u: u, v: v, lateral: lateral, isLeft: isLeft, borders: (isLeft ? left : right).at(v),
            belowDome: v - domeHeight(lateral: lateral, of: isLeft ? anatomy.leftLung : anatomy.rightLung),
            heart: outline.distance(u, v))
    }

    /// 1 in the lung fields, 2 in the heart's shadow, 0 elsewhere.
    func label(at place: Place) -> UInt8 {
        if place.heart < 1 { return PhantomStructure.heart.label }
        guard let borders = place.borders, place.belowDome < 0 else { return 0 }
        return place.lateral > borders.inner && place.lateral < borders.outer ? PhantomStructure.lungs.label : 0
    }

    /// Height of the diaphragm at a distance from the midline. It meets the outer border at the tip.
    private func domeHeight(lateral: Float, of lung: PhantomAnatomy.Lung) -> Float {
        let q = lateral - lung.domeLateral
        if q < 0 {
            let m = q / lung.domeLateral
            return lung.domeHeight + lung.domeMedialDrop * m * m
        }
        let outward = q / (lung.halfWidth * 0.985 - lung.domeLateral)
        let q2 = outward * outward
        return lung.domeHeight + (lung.tipHeight - lung.domeHeight) * q2 * (0.66 + 0.34 * q2 * q2)
    }
}
