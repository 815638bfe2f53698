import NumericSupport

/// From the attenuation of the primary beam to grey values: scatter, blur, display curve, grain, borders.
struct RadiographExposure {
    let exposure: PhantomAnatomy.Exposure
    private let geometry: PhantomGeometry
    let width: Int
    let height: Int

    init(geometry: PhantomGeometry, width: Int, height: Int) {
        exposure = geometry.anatomy.exposure
        self.geometry = geometry
        self.width = width
        self.height = height
    }

    /// - Parameters:
    ///   - attenuation: line integrals (natural logarithms), row-major.
    ///   - lungs: the label map; the median of the lung fields anchors the display curve, as an automatic
    ///     exposure control does.
    func develop(_ attenuation: [Float], lungs: [UInt8]) -> [UInt8] {
        var density = attenuation
        addScatter(to: &density)
        let (lungLevel, denseLevel) = levels(of: density, lungs: lungs)
        let scale = 0.58 / max(0.05, denseLevel - lungLevel)
        let c = exposure.contrast
        var random = SplitMix64(seed: geometry.anatomy.detailSeed, index: 0, purpose: 5)
        let amplitude = exposure.noise / 255
        for index in density.indices {
            let x = max(0.03, 0.42 + (density[index] - lungLevel) * scale)
            let grey = 0.93 * x * (1 + c) / (x + c)
            // Two octaves of grain: this one is softened by the blur, the other stays sharp.
            density[index] = grey + 1.7 * amplitude * Self.grain(random.next())
        }
        blur(&density)
        var pixels = [UInt8](repeating: 0, count: density.count)
        for index in density.indices {
            let grey = density[index] + 0.55 * amplitude * Self.grain(random.next())
            pixels[index] = UInt8(min(255, max(0, 255 * grey + 0.5)))
        }
        addBorders(to: &pixels)
        return pixels
    }

    /// Roughly normal with deviation 1, from the four 16-bit parts of one hash.
    private static func grain(_ bits: UInt64) -> Float {
        let sum = (bits & 0xFFFF) + (bits >> 16 & 0xFFFF) + (bits >> 32 & 0xFFFF) + (bits >> 48)
        return (Float(sum) * 0x1p-16 - 2) * 1.732
    }

    /// Scattered radiation is a broad blur of the primary beam. It lifts the darkness out of dense parts and so
    /// flattens the contrast there. Air beside the body would outshine all else, so it is cut off.
    private func addScatter(to density: inout [Float]) {
        let cells = 24
        var sums = [Float](repeating: 0, count: cells * cells)
        var counts = [Float](repeating: 0, count: cells * cells)
        for y in 0..<height {
            let row = y * cells / height * cells
            for x in 0..<width {
                let primary = ExactMath.exp(-density[y * width + x])
                sums[row + x * cells / width] += min(0.2, primary)
                counts[row + x * cells / width] += 1
                density[y * width + x] = primary
            }
        }
        for cell in sums.indices { sums[cell] /= max(1, counts[cell]) }
        for _ in 0..<3 { Self.smooth(&sums, side: cells) }
        for y in 0..<height {
            let cy = min(Float(cells - 1), max(0, (Float(y) + 0.5) * Float(cells) / Float(height) - 0.5))
            let row = min(cells - 2, Int(cy))
            let fy = cy - Float(row)
            for x in 0..<width {
                let cx = min(Float(cells - 1), max(0, (Float(x) + 0.5) * Float(cells) / Float(width) - 0.5))
                let column = min(cells - 2, Int(cx))
                let fx = cx - Float(column)
                let at = row * cells + column
                let top = sums[at] + fx * (sums[at + 1] - sums[at])
                let bottom = sums[at + cells] + fx * (sums[at + cells + 1] - sums[at + cells])
                let scattered = exposure.scatter * (top + fy * (bottom - top))
                density[y * width + x] = -ExactMath.log2(density[y * width + x] + scattered)
            }
        }
    }

    private static func smooth(_ cells: inout [Float], side: Int) {
        let source = cells
        for y in 0..<side {
            for x in 0..<side {
                var sum: Float = 0
                for dy in -1...1 {
                    for dx in -1...1 {
                        sum += source[min(side - 1, max(0, y + dy)) * side + min(side - 1, max(0, x + dx))]
                    }
                }
                cells[y * side + x] = sum / 9
            }
        }
    }

    /// Median density of the lung fields, and the density that only the densest few percent exceed, both within
    /// the middle square, so that the air round a body on a long radiograph does not change its exposure.
    private func levels(of density: [Float], lungs: [UInt8]) -> (lung: Float, dense: Float) {
        let side = min(width, height)
        // Never longer than a row of the middle square, so that at least one sample falls inside.
        let step = max(1, min(side, side * side / 20_000))
        var all: [Float] = []
        var inside: [Float] = []
        for index in stride(from: 0, to: density.count, by: step) {
            let fromMiddle = SIMD2(2 * (index % width) + 1 - width, 2 * (index / width) + 1 - height)
            guard max(abs(fromMiddle.x), abs(fromMiddle.y)) <= side else { continue }
            all.append(density[index])
            if lungs[index] == PhantomStructure.lungs.label { inside.append(density[index]) }
        }
        all.sort()
        inside.sort()
        let dense = all[all.count * 94 / 100]
        return (inside.isEmpty ? all[all.count / 4] : inside[inside.count / 2], dense)
    }

    /// A 1-2-1 blur both ways: focal spot and screen. It also smooths the steps at the outlines.
    private func blur(_ image: inout [Float]) {
        for y in 0..<height {
            var previous = image[y * width]
            for x in 0..<width {
                let centre = image[y * width + x]
                let next = image[y * width + min(width - 1, x + 1)]
                image[y * width + x] = 0.25 * (previous + next) + 0.5 * centre
                previous = centre
            }
        }
        var previous = Array(image[0..<width])
        for y in 0..<height {
            let following = min(height - 1, y + 1) * width
            for x in 0..<width {
                let centre = image[y * width + x]
                image[y * width + x] = 0.25 * (previous[x] + image[following + x]) + 0.5 * centre
                previous[x] = centre
            }
        }
    }
}
