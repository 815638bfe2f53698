import NumericSupport

/// The pulmonary vessels as tapering straight pieces that branch outwards from the two hila.
struct VesselTree: Sendable {
    /// One piece, in body coordinates; radii at its two ends.
    struct Piece: Sendable {
        var start: SIMD2<Float>
        var end: SIMD2<Float>
        var startRadius: Float
        var endRadius: Float
    }

    private(set) var pieces: [Piece] = []

    init(geometry: PhantomGeometry) {
        var random = SplitMix64(seed: geometry.anatomy.detailSeed, index: 0, purpose: 3)
        for side in [Float(-1), 1] {
            let hilum = SIMD2<Float>(
                side * random.normal(side < 0 ? 0.088 : 0.098, 0.006),
                geometry.anatomy.mediastinum.hilumHeight + (side > 0 ? -0.012 : 0.008))
            addHilum(at: hilum, &random)
            // Directions fan out from straight up, past lateral, to straight down.
            let fan: [SIMD2<Float>] = [
                [0.28, -0.96], [0.6, -0.8], [0.88, -0.47], [0.99, -0.1], [0.95, 0.31], [0.77, 0.64], [0.55, 0.84],
                [0.3, 0.95],
            ]
            for direction in fan {
                let turned = Self.turn([side * direction.x, direction.y], random.normal(0, 0.11))
                let start = hilum + SIMD2(side * random.uniform(-0.01...0.02), 0.05 * direction.y)
                let radius = random.normal(direction.y > 0 ? 0.0086 : 0.0066, 0.0009)
                grow(from: start, turned, radius: radius, generation: 0, geometry, &random)
            }
        }
    }

    /// Arteries and veins overlap at the hilum in a cluster of short thick pieces.
    private mutating func addHilum(at hilum: SIMD2<Float>, _ random: inout SplitMix64) {
        for _ in 0..<9 {
            let start = hilum + SIMD2(random.normal(0, 0.012), random.normal(0, 0.026))
            let end = start + SIMD2(random.normal(0, 0.012), random.normal(0.006, 0.016))
            let radius = random.uniform(0.006...0.0125)
            pieces.append(Piece(start: start, end: end, startRadius: radius, endRadius: radius * 0.8))
        }
    }

    private mutating func grow(
        from start: SIMD2<Float>, _ direction: SIMD2<Float>, radius: Float, generation: Int,
        _ geometry: PhantomGeometry, _ random: inout SplitMix64
    ) {
        guard generation < 11, radius > 0.0007 else { return }
        let length = random.uniform(0.016...0.038)
        let end = start + direction * length
        let place = geometry.place(at: end)
        // The first pieces may still lie under the edge of the mediastinum.
        guard generation < 2 || geometry.label(at: place) == PhantomStructure.lungs.label else { return }
        let endRadius = radius * random.uniform(0.84...0.94)
        pieces.append(Piece(start: start, end: end, startRadius: radius, endRadius: endRadius))
        let forks = random.chance(0.62)
        let bend = random.normal(0, 0.11)
        let fork = random.uniform(0.16...0.34) * (random.chance(0.5) ? 1 : -1)
        grow(
            from: end, Self.turn(direction, forks ? bend - 0.3 * fork : bend), radius: endRadius,
            generation: generation + 1, geometry, &random)
        if forks {
            grow(
                from: end, Self.turn(direction, fork), radius: endRadius * 0.72, generation: generation + 1,
                geometry, &random)
        }
    }

    private static func turn(_ direction: SIMD2<Float>, _ halfAngleTangent: Float) -> SIMD2<Float> {
        let turn = ExactMath.cosineAndSine(halfAngleTangent: halfAngleTangent)
        return [turn.x * direction.x - turn.y * direction.y, turn.y * direction.x + turn.x * direction.y]
    }
}

extension VesselTree {
    /// Adds the vessels' thickness in centimetres to a radiograph-sized buffer.
    func add(to thickness: inout [Float], geometry: PhantomGeometry, width: Int, height: Int) {
        let side = Float(min(width, height)) * geometry.anatomy.pose.scale
        let centimetresPerPixel = PhantomGeometry.unitLength / side
        for piece in pieces {
            let a = geometry.radiographPoint(u: piece.start.x, v: piece.start.y, width: width, height: height)
            let b = geometry.radiographPoint(u: piece.end.x, v: piece.end.y, width: width, height: height)
            // A rim of half a pixel keeps vessels thinner than a pixel from breaking up.
            let startRadius = piece.startRadius * side
            let endRadius = piece.endRadius * side
            let reach = max(startRadius, endRadius) + 1
            let columns = Self.range(min(a.x, b.x) - reach, max(a.x, b.x) + reach, below: width)
            let rows = Self.range(min(a.y, b.y) - reach, max(a.y, b.y) + reach, below: height)
            let axis = b - a
            let inverse = 1 / max(1e-6, axis.x * axis.x + axis.y * axis.y)
            for y in rows {
                for x in columns {
                    let dx = Float(x) - a.x
                    let dy = Float(y) - a.y
                    let along = min(1, max(0, (dx * axis.x + dy * axis.y) * inverse))
                    let ex = dx - along * axis.x
                    let ey = dy - along * axis.y
                    let radius = startRadius + along * (endRadius - startRadius)
                    let soft = radius + 0.5
                    let chord = 2 * radius * ExactMath.chord((ex * ex + ey * ey).squareRoot() / soft)
                    let old = thickness[y * width + x]
                    // Pieces of one vessel overlap at their joints: the thicker one counts, crossings add half.
                    let new = chord * centimetresPerPixel
                    thickness[y * width + x] = max(old, new) + 0.3 * min(old, new)
                }
            }
        }
    }

    private static func range(_ low: Float, _ high: Float, below limit: Int) -> Range<Int> {
        let first = min(limit, max(0, Int(low.rounded(.down))))
        return first..<max(first, min(limit, Int(high.rounded(.up)) + 1))
    }
}
