import Vectors

/// Moves one fingerprint over others until they fit best: what ``FingerprintAlignment`` does, many times as fast.
///
/// One is taken first, with the way that it lies; then others are held against it. The memory is the aligner's own, so
/// that each thread needs one.
package final class FingerprintAligner {
    private static let side = RadiographFingerprint.side
    private static let area = side * side

    // Of 21,241 pairs of files that show one of 198 JSRT references, changed in fifteen ways, and whose best correlation
    // is 0.9 or more, none is below 0.736 in the first figure, nor below 0.842 in the second. Of pairs of different
    // references whose coarse features are alike, one in fourteen reaches the first, and of these two in a thousand the
    // second.
    private static let leastNearby: Float = 0.7
    private static let leastAfterFirstRound: Float = 0.8

    /// Where a fingerprint is moved to before it is worth going uphill: shifts in cells and scales, across and down.
    /// Margins that were cut a little differently scale a radiograph; much else of the same radiograph hardly moves it.
    private static let neighbours: [FingerprintPlace] =
        [FingerprintPlace()]
        + [-0.06, 0.06].flatMap { (change: Float) in
            [
                FingerprintPlace(scale: (1 + change, 1)), FingerprintPlace(scale: (1, 1 + change)),
                FingerprintPlace(scale: (1 + change, 1 + change)), FingerprintPlace(shift: (change * 20, 0)),
                FingerprintPlace(shift: (0, change * 20)),
            ]
        }

    /// The fingerprint that is moved: levels less the middle.
    private let first: UnsafeMutablePointer<Float>
    /// 1 for each cell that shows with those right of it, below it, and below and right of it; 0 for others.
    private let corners: UnsafeMutablePointer<Float>
    /// The first one at each of the neighbours, of unit length.
    private let moved: UnsafeMutablePointer<Float>
    private let second: UnsafeMutablePointer<Float>
    private let shown: UnsafeMutablePointer<Float>
    /// A row between two of the first one's, then at the columns asked for, and which of these count.
    private let row: UnsafeMutablePointer<Float>
    private let line: UnsafeMutablePointer<Float>
    private let counted: UnsafeMutablePointer<Float>
    private let columns = FingerprintLines()
    private let rows = FingerprintLines()

    package init() {
        func memory(_ count: Int) -> UnsafeMutablePointer<Float> {
            let pointer = UnsafeMutablePointer<Float>.allocate(capacity: count)
            pointer.initialize(repeating: 0, count: count)
            return pointer
        }
        first = memory(Self.area)
        corners = memory(Self.area)
        moved = memory(Self.area * Self.neighbours.count)
        second = memory(Self.area)
        shown = memory(Self.area)
        row = memory(Self.side)
        line = memory(Self.side)
        counted = memory(Self.side)
    }

    deinit {
        for pointer in [first, corners, moved, second, shown, row, line, counted] { pointer.deallocate() }
        columns.deallocate()
        rows.deallocate()
    }

    /// The one that is moved over others.
    /// - Parameter orientation: how it lies: it is turned back.
    package func take(_ fingerprint: RadiographFingerprint, _ orientation: Orientation) {
        let side = Self.side
        let values = orientation.undone(fingerprint.values, size: side)
        let shown = orientation.undone(fingerprint.shown, size: side)
        for cell in values.indices {
            first[cell] = values[cell]
            let isInner = cell % side < side - 1 && cell / side < side - 1
            corners[cell] =
                isInner ? shown[cell] * shown[cell + 1] * shown[cell + side] * shown[cell + side + 1] : 0
        }
        for (number, place) in Self.neighbours.enumerated() { move(to: place, into: moved + number * Self.area) }
    }

    /// The one that the first is held against.
    package func take(over fingerprint: RadiographFingerprint) { fingerprint.unpack(into: second, shown) }

    /// The best of a few places around where the two are, and their correlation there, not centred.
    /// - Parameter isInverted: whether the first one is taken as a negative.
    package func nearby(isInverted: Bool) -> (place: FingerprintPlace, correlation: Float) {
        let length = Self.product(second, second).squareRoot()
        var best: (number: Int, value: Float) = (0, -1)
        for number in Self.neighbours.indices {
            let product = Self.product(moved + number * Self.area, second)
            let value = length > 0 ? (isInverted ? -product : product) / length : 0
            if value > best.value { best = (number, value) }
        }
        return (Self.neighbours[best.number], best.value)
    }

    /// The best correlation over small shifts and scales, by going uphill from the best of a few places around, and then
    /// from where the two are.
    ///
    /// - Parameter isInverted: whether the first one is taken as a negative.
    /// - Returns: nil where the two are far from being of one radiograph after the first step.
    package func best(isInverted: Bool) -> Float? {
        let start = nearby(isInverted: isInverted)
        guard start.correlation >= Self.leastNearby else { return nil }
        func value(_ place: FingerprintPlace) -> Float {
            guard let correlation = correlation(place) else { return -1 }
            return isInverted ? -correlation : correlation
        }
        let found = FingerprintClimb.best(from: start.place, leastAfterFirstRound: Self.leastAfterFirstRound, value)
        guard found >= Self.leastAfterFirstRound else { return nil }
        return max(found, FingerprintClimb.best(from: FingerprintPlace(), value))
    }

    /// Where both show.
    /// - Returns: in [−1, 1]; nil where both show in less than a third of the cells, or either has no variation there.
    package func correlation(_ place: FingerprintPlace) -> Float? {
        let side = Self.side
        columns.set(shift: place.shift.0, scale: place.scale.0)
        rows.set(shift: place.shift.1, scale: place.scale.1)
        var count = SIMD8<Float>.zero
        var (a, b, aa, bb, ab) = (count, count, count, count, count)
        for number in 0..<side where rows.weight[number] > 0 {
            sample(number)
            for column in stride(from: 0, to: side, by: 8) {
                let cell = number * side + column
                let weight = Lanes.read(counted + column) * Lanes.read(shown + cell)
                let value = Lanes.read(line + column) * weight
                let other = Lanes.read(second + cell) * weight
                count += weight
                a += value
                b += other
                aa += value * value
                bb += other * other
                ab += value * other
            }
        }
        let n = count.sum()
        // Where little of both shows, little is known.
        guard n >= Float(side * side / 3) else { return nil }
        let (meanA, meanB) = (a.sum() / n, b.sum())
        let variances = (aa.sum() - a.sum() * meanA) * (bb.sum() - meanB * meanB / n)
        return variances > 0 ? (ab.sum() - meanA * meanB) / variances.squareRoot() : nil
    }

    /// One row of the moved first one, into `line`, and which of its cells count, into `counted`.
    @inline(__always)
    private func sample(_ number: Int) {
        let side = Self.side
        let upper = first + rows.before[number] * side
        let corner = corners + rows.before[number] * side
        let down = rows.part[number]
        for column in stride(from: 0, to: side, by: 8) {
            let (above, below) = (Lanes.read(upper + column), Lanes.read(upper + side + column))
            Lanes.write(above + (below - above) * down, row + column)
        }
        for column in 0..<side {
            let left = columns.before[column]
            line[column] = row[left] + (row[left + 1] - row[left]) * columns.part[column]
            counted[column] = corner[left] * columns.weight[column]
        }
    }

    /// The first one at a place, of unit length, 0 where it does not show.
    private func move(to place: FingerprintPlace, into target: UnsafeMutablePointer<Float>) {
        let side = Self.side
        columns.set(shift: place.shift.0, scale: place.scale.0)
        rows.set(shift: place.shift.1, scale: place.scale.1)
        for number in 0..<side {
            guard rows.weight[number] > 0 else {
                (target + number * side).update(repeating: 0, count: side)
                continue
            }
            sample(number)
            for column in 0..<side { target[number * side + column] = line[column] * counted[column] }
        }
        let length = Self.product(target, target).squareRoot()
        guard length > 0 else { return }
        for cell in 0..<Self.area { target[cell] /= length }
    }

    private static func product(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>) -> Float {
        var sums = (SIMD8<Float>.zero, SIMD8<Float>.zero)
        for cell in stride(from: 0, to: area, by: 16) {
            sums.0 = Lanes.multiplyAdd(Lanes.read(a + cell), Lanes.read(b + cell), sums.0)
            sums.1 = Lanes.multiplyAdd(Lanes.read(a + cell + 8), Lanes.read(b + cell + 8), sums.1)
        }
        return (sums.0 + sums.1).sum()
    }
}
