import Imaging
import NumericSupport

extension MaskDamage {
    enum Half { case upper, lower }

    static func relabel(_ mask: LabelMap, _ label: (UInt8) -> UInt8) -> LabelMap {
        LabelMap(width: mask.width, height: mask.height, indices: mask.indices.map(label))
    }

    /// A coarse deformation for the large error and a fine one for the ragged edge.
    static func deform(_ mask: LabelMap, amplitude: Float, seed: UInt64) -> LabelMap {
        let coarse = KnownBSplineWarp(
            width: mask.width, height: mask.height, intervals: 7, amplitude: 1.6 * amplitude, seed: seed)
        let fine = KnownBSplineWarp(
            width: mask.width, height: mask.height, intervals: 40, amplitude: 0.32 * amplitude, seed: ~seed)
        return mask.warped { x, y in
            let u = coarse.displacement(x, y) + fine.displacement(x, y)
            return (x + u.x, y + u.y)
        }
    }

    /// Takes away the lung on one side, or half of its rows.
    static func removeLung(_ mask: LabelMap, isLeft: Bool, half: Half?) -> LabelMap {
        let label = PhantomStructure.lungs.label
        let middle = columnBetweenLungs(mask)
        let side = isLeft ? middle..<mask.width : 0..<middle
        let rows = (0..<mask.height).filter { y in side.contains { mask.indices[y * mask.width + $0] == label } }
        guard let top = rows.first, let bottom = rows.last else { return mask }
        let cut = (top + bottom) / 2
        let removed =
            switch half {
            case .upper: top...cut
            case .lower: min(cut + 1, bottom)...bottom
            case nil: top...bottom
            }
        var result = mask
        for y in removed {
            for x in side where mask.indices[y * mask.width + x] == label { result.indices[y * mask.width + x] = 0 }
        }
        return result
    }

    /// The middle of the columns with the fewest lung pixels, within the middle half of the lungs' extent.
    private static func columnBetweenLungs(_ mask: LabelMap) -> Int {
        var columns = [Int](repeating: 0, count: mask.width)
        for (index, value) in mask.indices.enumerated() where value == PhantomStructure.lungs.label {
            columns[index % mask.width] += 1
        }
        guard let first = columns.firstIndex(where: { $0 > 0 }), let last = columns.lastIndex(where: { $0 > 0 })
        else { return mask.width / 2 }
        let quarter = (last - first) / 4
        let candidates = (first + quarter)...(last - quarter)
        let fewest = candidates.map { columns[$0] }.min() ?? 0
        let emptiest = candidates.filter { columns[$0] == fewest }
        return emptiest[emptiest.count / 2]
    }

    static func dilate(_ mask: LabelMap, radius: Float) -> LabelMap {
        let limit = Double((radius * radius).rounded(.down))
        var result = mask
        var nearest = [Double](repeating: limit + 1, count: mask.indices.count)
        for label in labels(of: mask) {
            let distances = squaredDistances(in: mask) { $0 == label }
            for index in distances.indices where mask.indices[index] == 0 && distances[index] < nearest[index] {
                nearest[index] = distances[index]
                result.indices[index] = label
            }
        }
        return result
    }

    static func erode(_ mask: LabelMap, radius: Float) -> LabelMap {
        let limit = Double((radius * radius).rounded(.down))
        var result = mask
        for label in labels(of: mask) {
            let distances = squaredDistances(in: mask) { $0 != label }
            for index in distances.indices where mask.indices[index] == label && distances[index] <= limit {
                result.indices[index] = 0
            }
        }
        return result
    }

    /// Of each pixel to the nearest whose label is one of those asked for.
    private static func squaredDistances(in mask: LabelMap, to isTarget: (UInt8) -> Bool) -> [Double] {
        DistanceTransform.squared(
            mask.indices.map(isTarget), width: mask.width, height: mask.height, rowSpacing: 1, columnSpacing: 1)
    }

    static func spot(_ mask: LabelMap, count: Int, radius: Float, _ random: inout SplitMix64) -> LabelMap {
        var result = mask
        let inside = mask.indices.indices.filter { mask.indices[$0] != 0 }
        for number in 0..<(2 * count) {
            let isHole = number < count
            guard !isHole || !inside.isEmpty else { continue }
            let pick = random.next()
            let centre =
                isHole
                ? inside[Int(pick % UInt64(inside.count))] : Int(pick % UInt64(mask.indices.count))
            let size = radius * random.uniform(0.6...1.4)
            let label = isHole ? 0 : random.chance(0.5) ? PhantomStructure.lungs.label : PhantomStructure.heart.label
            let cx = centre % mask.width
            let cy = centre / mask.width
            let reach = Int(size.rounded(.up))
            for y in max(0, cy - reach)...min(mask.height - 1, cy + reach) {
                for x in max(0, cx - reach)...min(mask.width - 1, cx + reach) {
                    let squared = Float((x - cx) * (x - cx) + (y - cy) * (y - cy))
                    if squared <= size * size { result.indices[y * mask.width + x] = label }
                }
            }
        }
        return result
    }
}
