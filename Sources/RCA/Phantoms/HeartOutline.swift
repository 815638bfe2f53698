/// The heart's outline made ready for evaluation.
struct HeartOutline: Sendable {
    private let heart: PhantomAnatomy.Heart
    private let centre: SIMD2<Float>
    private let turn: SIMD2<Float>
    private let inverseRadius: Float

    /// - Parameter shift: sideways displacement of the heart when the patient is turned.
    init(_ heart: PhantomAnatomy.Heart, shift: Float) {
        self.heart = heart
        centre = [heart.centreU + shift, heart.centreV]
        turn = ExactMath.cosineAndSine(halfAngleTangent: heart.tilt)
        inverseRadius = 1 / heart.radius
    }

    /// Distance from the centre as a fraction of the outline's radius in that direction: below 1 is inside. Far
    /// outside, where only "outside" matters, the mean radius is taken.
    func distance(_ u: Float, _ v: Float) -> Float {
        let dx = u - centre.x
        let dy = v - centre.y
        let distance = (dx * dx + dy * dy).squareRoot()
        guard distance > 0, distance < 2 * heart.radius else { return distance * inverseRadius }
        let c = (turn.x * dx + turn.y * dy) / distance
        let s = (turn.x * dy - turn.y * dx) / distance
        // Multiples of the angle by the addition theorems.
        let c2 = c * c - s * s
        let s2 = 2 * c * s
        let cosines = SIMD4<Float>(c, c2, c2 * c - s2 * s, c2 * c2 - s2 * s2)
        let sines = SIMD4<Float>(s, s2, s2 * c + c2 * s, 2 * c2 * s2)
        let terms = heart.cosine * cosines + heart.sine * sines
        return distance * inverseRadius / (1 + (terms[0] + terms[1]) + (terms[2] + terms[3]))
    }

    /// Distance from the midline within which, at heights from the heart's top down in steps of ``footprintStep``, the
    /// heart and the fat pads at its foot leave no room for lung. Without it the lung would reach in beneath the
    /// heart and leave pockets cut off from the field.
    ///
    /// Below the heart's widest point the pads narrow, but not to less than the top of the dome (`dome`, its
    /// distance from the midline), so that every point of the field is joined to the rest of it.
    private func footprint(isLeft: Bool, dome: Float) -> [Float] {
        var widest: Float = 0
        var narrowing: Float = 0
        return (0..<Self.footprintCount).map { level in
            let reach = lateralReach(at: top + Float(level) * Self.footprintStep, isLeft: isLeft)
            if reach > widest {
                widest = reach
                narrowing = 0
            } else {
                narrowing += 0.35 * Self.footprintStep
            }
            return max(widest - narrowing, min(widest, dome + 0.02))
        }
    }

    private static let footprintStep: Float = 0.004
    private static let footprintCount = 200
    private var top: Float { centre.y - 1.4 * heart.radius }

    /// The footprint as a function of height: 0 above the heart.
    func footprintProfile(isLeft: Bool, dome: Float) -> (Float) -> Float {
        let table = footprint(isLeft: isLeft, dome: dome)
        let top = top
        return { v in
            guard v > top else { return 0 }
            let position = min((v - top) / Self.footprintStep, Float(Self.footprintCount - 1))
            let level = min(Int(position), Self.footprintCount - 2)
            return table[level] + (position - Float(level)) * (table[level + 1] - table[level])
        }
    }

    /// Greatest distance from the midline of the outline at height `v`; 0 where the heart is not.
    private func lateralReach(at v: Float, isLeft: Bool) -> Float {
        let side: Float = isLeft ? 1 : -1
        var outside = side * centre.x + 1.5 * heart.radius
        var inside = outside
        repeat {
            outside = inside
            inside -= 0.01
            if inside <= 0 { return 0 }
        } while distance(side * inside, v) >= 1
        for _ in 0..<12 {
            let middle = 0.5 * (inside + outside)
            if distance(side * middle, v) < 1 { inside = middle } else { outside = middle }
        }
        return inside
    }
}
