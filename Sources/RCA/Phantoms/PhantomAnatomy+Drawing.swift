import NumericSupport

extension PhantomAnatomy {
    /// Draws patient number `index` of the population `seed`. Any pair of numbers is valid, and the same pair
    /// gives the same patient on every machine.
    public init(seed: UInt64, index: Int) {
        var random = SplitMix64(seed: seed, index: index, purpose: 1)
        let width = random.normal(0.362, 0.020)
        let apex = random.normal(0.085, 0.018)
        let tip = apex + random.normal(0.765, 0.045)
        // A short, wide chest has high domes: the domes follow the length of the lungs.
        let dome = tip - random.normal(0.145, 0.022)
        rightLung = Lung(
            apexLateral: random.normal(0.140, 0.010), apexHeight: apex, tipHeight: tip, halfWidth: width,
            roundness: random.normal(2.45, 0.17), innerBorder: random.normal(0.062, 0.006),
            domeHeight: dome, domeLateral: random.normal(0.135, 0.015),
            domeMedialDrop: random.uniform(0.015...0.05))
        leftLung = rightLung
        leftLung.apexLateral += random.normal(0, 0.006)
        leftLung.apexHeight += random.normal(-0.002, 0.006)
        leftLung.tipHeight += random.normal(0.012, 0.012)
        leftLung.halfWidth += random.normal(-0.004, 0.008)
        leftLung.roundness += random.normal(0, 0.08)
        leftLung.innerBorder = random.normal(0.048, 0.006)
        leftLung.domeHeight += random.normal(0.026, 0.011)
        leftLung.domeLateral += random.normal(0.03, 0.012)
        heart = Self.drawHeart(&random, lungWidth: width, dome: dome)
        mediastinum = Mediastinum(
            aorticKnobHeight: apex + random.normal(0.200, 0.016), aorticKnobSize: random.normal(0.040, 0.009),
            pulmonaryBulge: random.normal(0.036, 0.009), tracheaU: random.normal(-0.006, 0.006),
            hilumHeight: apex + random.normal(0.345, 0.016))
        skeleton = Skeleton(
            ribSpacing: (tip - apex) * random.normal(0.090, 0.0035), firstRibHeight: apex - random.uniform(0.0...0.03),
            ribDrop: random.normal(0.105, 0.024), ribWidth: random.normal(0.0135, 0.0012),
            boneDensity: random.normal(1.15, 0.17), clavicleHeight: apex + random.normal(0.115, 0.022),
            clavicleRise: random.normal(0.085, 0.03), spineWidth: random.normal(0.043, 0.003),
            scoliosis: random.normal(0, 0.006), scapulaOverlap: random.uniform(0.0...0.06))
        let hasBreasts = random.chance(0.45)
        build = Build(
            flank: width + random.normal(0.108, 0.020), thickness: random.normal(22.5, 1.9),
            neckWidth: random.normal(0.150, 0.012), shoulderHeight: apex + random.normal(-0.005, 0.025),
            armSlope: random.uniform(0.15...1.1),
            breast: hasBreasts ? random.uniform(1.5...4.0) : 0,
            breastHeight: tip - random.uniform(0.0...0.13),
            stomachBubble: random.chance(0.6) ? random.uniform(0.02...0.055) : 0)
        pose = Pose(
            halfAngleTangent: random.normal(0, 0.011), scale: random.normal(1.0, 0.035),
            shiftU: random.normal(0, 0.012), shiftV: random.normal(0.005, 0.016), turn: random.normal(0, 0.008))
        exposure = Self.drawExposure(&random)
        detailSeed = random.next()
    }

    private static func drawHeart(_ random: inout SplitMix64, lungWidth: Float, dome: Float) -> Heart {
        let radius = lungWidth * random.normal(0.445, 0.032)
        var cosine: SIMD4<Float> = [-0.09, 0.072, -0.01, -0.04]
        var sine: SIMD4<Float> = [0.07, 0.137, 0.080, 0.024]
        for harmonic in 0..<4 {
            let spread: Float = 0.018 / Float(harmonic + 1) + 0.006
            cosine[harmonic] += random.normal(0, spread)
            sine[harmonic] += random.normal(0, spread)
        }
        return Heart(
            centreU: radius * random.normal(0.45, 0.07), centreV: dome - radius * random.normal(0.66, 0.06),
            radius: radius, cosine: cosine, sine: sine, tilt: random.normal(0, 0.05))
    }

    private static func drawExposure(_ random: inout SplitMix64) -> Exposure {
        var border = SIMD4<Float>.zero
        if random.chance(0.35) {
            for edge in 0..<4 where random.chance(0.5) { border[edge] = random.uniform(0.004...0.035) }
        }
        let marker: Marker? = random.chance(0.55) ? (random.chance(0.5) ? .left : .right) : nil
        return Exposure(
            attenuation: random.normal(0.190, 0.008), scatter: random.uniform(0.35...0.8),
            contrast: random.uniform(0.5...1.3), noise: random.uniform(0.8...2.6), border: border,
            borderGrey: random.chance(0.6) ? random.uniform(238...252) : random.uniform(2...12), marker: marker)
    }
}
