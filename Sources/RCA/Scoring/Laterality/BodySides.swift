import Learning

/// Which side of the body each pixel of a chest radiograph shows: what a laterality network is taught.
///
/// In a radiograph that lies as the references do, the left half of the chest is ``left``, the right half ``right``;
/// in one that is mirrored the other way round. A label a pixel teaches much more than one an image: of 198 references
/// hardly anything could be learned otherwise.
enum BodySides {
    static let outside: UInt8 = 0
    static let left: UInt8 = 1
    static let right: UInt8 = 2
    static let classCount = 3

    /// The sides of a reference: halves of the rectangle round all its structures.
    ///
    /// - Parameter labels: side² of them, row-major, 0 for background.
    static func map(_ labels: [UInt8], side: Int) -> [UInt8] {
        let shown = labels.indices.filter { labels[$0] != 0 }
        let (columns, rows) = (shown.map { $0 % side }, shown.map { $0 / side })
        guard let first = columns.min(), let last = columns.max(), let top = rows.min(), let bottom = rows.max() else {
            return [UInt8](repeating: outside, count: labels.count)
        }
        return labels.indices.map { index in
            let (column, row) = (index % side, index / side)
            guard (first...last).contains(column), (top...bottom).contains(row) else { return outside }
            return 2 * column < first + last + 1 ? left : right
        }
    }

    /// The sample of the mirrored radiograph: what was the left half stays ``left``, and now lies at the right.
    ///
    /// - Parameter side: of the sample's pictures.
    static func mirrored(_ sample: TrainingSample, side: Int) -> TrainingSample {
        TrainingSample(input: mirrored(sample.input, side: side), classes: mirrored(sample.classes, side: side))
    }

    /// Planes of side² values, each mirrored left to right.
    static func mirrored<Value>(_ planes: [Value], side: Int) -> [Value] {
        planes.indices.map { planes[$0 / side * side + side - 1 - $0 % side] }
    }
}

extension BodySides {
    /// From what a network says of each pixel, how clearly the chest lies as the references do, in [−1, 1]; 0 where it
    /// sees no chest.
    ///
    /// - Parameter probabilities: `classCount` planes of side² values.
    static func uprightness(_ probabilities: [Float], side: Int) -> Float {
        let count = side * side
        let first = probabilities[Int(left) * count..<(Int(left) + 1) * count]
        let second = probabilities[Int(right) * count..<(Int(right) + 1) * count]
        var (mass, moment): (Float, Float) = (0, 0)
        for (index, share) in zip(first, second).map(+).enumerated() {
            mass += share
            moment += share * Float(index % side)
        }
        guard mass > 0 else { return 0 }
        let middle = moment / mass
        let sum = zip(first, second).enumerated().reduce(Float(0)) { sum, pixel in
            let (index, (first, second)) = pixel
            return sum + (Float(index % side) < middle ? first - second : second - first)
        }
        return sum / mass
    }
}
