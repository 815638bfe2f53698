import RealModule

/// Weights that are highest on the boundaries between labels and fall off with the distance from them.
public enum BoundaryWeight {
    /// - Parameters:
    ///   - labels: one label a pixel of a square level, row-major.
    ///   - size: the level's side in pixels.
    ///   - band: standard deviation of the band in frame units.
    ///   - background: the weight far from every boundary; the weight on a boundary is 1 before scaling.
    /// - Returns: size² weights, scaled to mean 1. All ones where the labels have no boundary.
    /// - Precondition: `labels` has size² values.
    public static func weights(labels: [UInt8], size: Int, band: Float, background: Float) -> [Float] {
        precondition(labels.count == size * size, "labels do not fill the level")
        let distances = squaredDistances(labels: labels, size: size)
        guard distances.contains(where: { $0 < .infinity }) else { return Array(repeating: 1, count: size * size) }
        let scale = -1 / (2 * band * Float(size) * band * Float(size))
        var weights = distances.map { background + (1 - background) * Float.exp($0 * scale) }
        let mean = weights.reduce(0, +) / Float(weights.count)
        for index in weights.indices { weights[index] /= mean }
        return weights
    }

    /// Squared distance in pixels from each pixel to the nearest pixel that has a neighbour (of four) of another
    /// label; infinite everywhere where there is none. Exact, by one pass a direction.
    package static func squaredDistances(labels: [UInt8], size: Int) -> [Float] {
        var along = [Float](repeating: .infinity, count: size * size)
        for y in 0..<size {
            for x in 0..<size {
                let label = labels[y * size + x]
                let differs =
                    (x > 0 && labels[y * size + x - 1] != label) || (x + 1 < size && labels[y * size + x + 1] != label)
                    || (y > 0 && labels[y * size + x - size] != label)
                    || (y + 1 < size && labels[y * size + x + size] != label)
                if differs { along[y * size + x] = 0 }
            }
        }
        for y in 0..<size {
            for x in 1..<size { along[y * size + x] = min(along[y * size + x], along[y * size + x - 1] + 1) }
            for x in (0..<size - 1).reversed() {
                along[y * size + x] = min(along[y * size + x], along[y * size + x + 1] + 1)
            }
        }
        var result = [Float](repeating: .infinity, count: size * size)
        for y in 0..<size {
            for source in 0..<size {
                let across = Float((y - source) * (y - source))
                for x in 0..<size {
                    let distance = along[source * size + x]
                    result[y * size + x] = min(result[y * size + x], distance * distance + across)
                }
            }
        }
        return result
    }
}
