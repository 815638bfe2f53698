/// Where one fingerprint is held over another: shifts in cells and scales about the middle, across and down.
package struct FingerprintPlace: Sendable {
    package var shift: (Float, Float)
    package var scale: (Float, Float)

    package init(shift: (Float, Float) = (0, 0), scale: (Float, Float) = (1, 1)) {
        self.shift = shift
        self.scale = scale
    }
}

/// For each line of cells, across or down, the lines of the moved fingerprint that it lies between. Its memory has to be
/// given back.
struct FingerprintLines {
    private static let count = RadiographFingerprint.side

    /// The line before; the one behind it is there too.
    let before = UnsafeMutablePointer<Int>.allocate(capacity: count)
    /// How far behind that line, in [0, 1] where it lies on the fingerprint.
    let part = UnsafeMutablePointer<Float>.allocate(capacity: count)
    /// 1 where it lies on the fingerprint, else 0.
    let weight = UnsafeMutablePointer<Float>.allocate(capacity: count)

    func set(shift: Float, scale: Float) {
        let middle = Float(Self.count - 1) / 2
        for line in 0..<Self.count {
            let place = (Float(line) - middle) * scale + middle + shift
            before[line] = min(max(Int(place), 0), Self.count - 2)
            part[line] = place - Float(before[line])
            weight[line] = place >= 0 && place <= Float(Self.count - 1) ? 1 : 0
        }
    }

    func deallocate() {
        before.deallocate()
        part.deallocate()
        weight.deallocate()
    }
}

/// Going uphill over shifts and scales.
enum FingerprintClimb {
    private static let rounds = 12

    /// The highest value found from a place, by steps along each axis that become smaller where none helps.
    ///
    /// - Parameters:
    ///   - leastAfterFirstRound: where the value is below this by then, the first round is the last.
    ///   - value: at a place.
    static func best(
        from start: FingerprintPlace, leastAfterFirstRound: Float = -1, _ value: (FingerprintPlace) -> Float
    ) -> Float {
        var place = start
        var step: (shift: Float, scale: Float) = (0.8, 0.04)
        var best = value(place)
        for round in 1...rounds {
            let before = best
            for axis in 0..<4 {
                for direction: Float in [-1, 1] {
                    var moved = place
                    switch axis {
                    case 0: moved.shift.0 += direction * step.shift
                    case 1: moved.shift.1 += direction * step.shift
                    case 2: moved.scale.0 += direction * step.scale
                    default: moved.scale.1 += direction * step.scale
                    }
                    let found = value(moved)
                    if found > best { (place, best) = (moved, found) }
                }
            }
            if round == 1, best < leastAfterFirstRound { break }
            if best == before { step = (step.shift / 2, step.scale / 2) }
            if step.shift < 0.1 { break }
        }
        return best
    }
}
