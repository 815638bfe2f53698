import NumericSupport

extension PhantomGeometry {
    /// What the bones in the beam add, in centimetres of soft tissue that would attenuate as much.
    func boneThickness(at place: Place) -> Float {
        let bone =
            ribThickness(at: place) + clavicleThickness(at: place) + shoulderThickness(at: place)
            + spineThickness(at: place)
        return bone * anatomy.skeleton.boneDensity
    }

    /// A long bone seen from the side, at `x` half-widths from its axis: marrow, and a denser shell at the rims.
    private static func shaft(_ x: Float) -> Float {
        let rim = (abs(x) - 0.8) / 0.28
        return 0.55 * ExactMath.chord(x) + 0.45 * ExactMath.bump(min(1, max(-1, rim)))
    }

    /// Ribs follow one curve, repeated downwards, so that the nearest one is found from the phase of the point.
    private func ribThickness(at place: Place) -> Float {
        guard let borders = place.borders else { return 0 }
        let skeleton = anatomy.skeleton
        let q = place.lateral / (borders.outer + 0.012)
        guard q < 1 else { return 0 }
        let side: Float = place.isLeft ? 0.006 : 0
        let q2 = q * q
        let q4 = q2 * q2
        var bone: Float = 0

        // The back parts start at the spine, rise a little, then fall and turn down along the flank.
        let back = skeleton.ribDrop * (0.55 * q2 * q + 1.0 * q4 * q4) - 0.07 * q * (1 - q)
        let backPhase = (place.v - back - skeleton.firstRibHeight - side) / skeleton.ribSpacing
        let backNumber = backPhase.rounded(.toNearestOrEven)
        if backNumber >= 0, backNumber <= 11 {
            let jitter = 0.05 * irregularity(of: Int(backNumber) + (place.isLeft ? 20 : 0))
            let lean = (1 + 1.5 * q4).squareRoot()
            let x = (backPhase - backNumber - jitter) * skeleton.ribSpacing / (skeleton.ribWidth * lean * 0.92)
            let tangential = 1 / (1.13 - q2).squareRoot()
            bone += 0.90 * Self.shaft(x) * tangential * ExactMath.smoothStep((place.lateral - 0.02) / 0.04)
        }

        // The front parts run down from the flank towards the breast bone and end in cartilage.
        if q > 0.36 {
            let p = 1 - q
            let front = 0.34 * p - 0.20 * p * p - 0.055 * q4 * q4
            let phase = (place.v - front - skeleton.firstRibHeight - 0.045 - side) / (skeleton.ribSpacing * 1.12)
            let number = phase.rounded(.toNearestOrEven)
            if number >= 0, number <= 7 {
                let jitter = 0.06 * irregularity(of: Int(number) + (place.isLeft ? 60 : 40))
                let x = (phase - number - jitter) * skeleton.ribSpacing * 1.12 / (skeleton.ribWidth * 1.35)
                bone += 0.72 * Self.shaft(x) * ExactMath.smoothStep((q - 0.36) / 0.16)
            }
        }
        return bone
    }

    private func irregularity(of bone: Int) -> Float {
        Float(SplitMix64.mix(anatomy.detailSeed &+ UInt64(bone)) >> 40) * 0x1p-23 - 1
    }

    private func clavicleThickness(at place: Place) -> Float {
        let skeleton = anatomy.skeleton
        let lateral = place.lateral - (place.isLeft ? 1 : -1) * anatomy.pose.turn
        let s = (lateral - 0.035) / 0.37
        guard s > -0.08, s < 1.05 else { return 0 }
        let axis = skeleton.clavicleHeight - skeleton.clavicleRise * s - 0.16 * s * (1 - s) * (1 - 2 * s)
        let flare = 0.0175 + 0.012 * (s - 0.5) * (s - 0.5) * 4 * (s < 0.5 ? 0.6 : 0.4)
        let x = (place.v - axis) / (flare * 1.05)
        return 2.1 * Self.shaft(x) * ExactMath.smoothStep((s + 0.05) / 0.06) * ExactMath.smoothStep((1.05 - s) / 0.06)
    }

    /// Shoulder blade, head of the upper arm bone and its shaft.
    private func shoulderThickness(at place: Place) -> Float {
        let build = anatomy.build
        let lung = place.isLeft ? anatomy.leftLung : anatomy.rightLung
        guard place.lateral > 0.2 else { return 0 }
        var bone: Float = 0

        let down = (place.v - build.shoulderHeight - 0.03) / 0.36
        if down > 0, down < 1 {
            let medial = lung.halfWidth - 0.015 - anatomy.skeleton.scapulaOverlap + 0.055 * down * down
            let outer = build.flank + 0.01 - (build.flank - lung.halfWidth + 0.01) * down
            let blade = min(place.lateral - medial, outer - place.lateral)
            let ends = ExactMath.smoothStep(8 * down) * ExactMath.smoothStep(8 - 8 * down)
            if blade > 0 { bone += 0.7 * ExactMath.smoothStep(blade / 0.008) * ends }
            bone += 0.9 * ExactMath.bump(min(1, abs(outer - place.lateral) / 0.010)) * ends
            bone += 0.4 * ExactMath.bump(min(1, abs(medial - place.lateral) / 0.006)) * ends
        }

        let x = place.lateral - build.flank - 0.025
        let y = place.v - build.shoulderHeight - 0.105
        let head = (x * x + y * y).squareRoot() / 0.05
        bone += 2.4 * ExactMath.chord(head)
        if x > 0 { bone += 2.0 * Self.shaft(min(1.1, armDistance(of: place) / 0.030)) * ExactMath.smoothStep(x / 0.03) }
        return bone
    }

    /// Vertebral bodies with discs between them, pedicles and spinous processes.
    private func spineThickness(at place: Place) -> Float {
        let skeleton = anatomy.skeleton
        let bend = (place.v - 0.1) * (0.9 - place.v)
        let across = (place.u + anatomy.pose.turn - 4 * skeleton.scoliosis * bend) / skeleton.spineWidth
        guard abs(across) < 1.25 else { return 0 }
        let spacing = skeleton.ribSpacing * 0.86
        let phase = (place.v - skeleton.firstRibHeight) / spacing
        let within = 2 * (phase - phase.rounded(.toNearestOrEven))
        let waist = across * (1.06 + 0.10 * (1 - within * within))
        let body = ExactMath.chord(waist)
        let disc = ExactMath.bump(min(1, (1 - abs(within)) / 0.22))
        let endplate = ExactMath.bump((abs(within) - 0.74) / 0.12)
        let pedicleX = (abs(across) - 0.55) / 0.20
        let pedicleY = (within + 0.25) / 0.42
        let pedicle = Self.shaft(min(1.1, (pedicleX * pedicleX + pedicleY * pedicleY).squareRoot()))
        let processX = across / 0.16
        let processY = (within - 0.35) / 0.6
        let process = ExactMath.chord((processX * processX + processY * processY).squareRoot())
        return body * (1.5 - 0.7 * disc + 0.35 * endplate) + 0.6 * pedicle + 0.6 * process
    }
}
