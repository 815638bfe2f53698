/// A picture of numbers as arrays of numbers come: of any type and range.
struct SamplePlane {
    enum Samples {
        case eightBit([UInt8])
        case sixteenBit([UInt16])
        /// Of every other type.
        case numbers([Double])
    }

    let width: Int
    let height: Int
    let samples: Samples
    var pixelSpacing: PixelSpacing?

    /// The picture as luminance.
    ///
    /// Unsigned samples of 8 or 16 bits are kept. All others are mapped linearly: the least number becomes 0, the
    /// greatest 65,535; a picture of one number becomes 0.
    ///
    /// - Throws: ``InputError`` where a number is infinite or not a number.
    func grayscaleImage(named name: String) throws(InputError) -> GrayscaleImage {
        let grey: GrayscaleImage.Samples
        switch samples {
        case .eightBit(let values): grey = .eightBit(values)
        case .sixteenBit(let values): grey = .sixteenBit(values)
        case .numbers(let values):
            var (least, greatest) = (Double.infinity, -Double.infinity)
            for (index, value) in values.enumerated() {
                guard value.isFinite else { throw refusal(index, value, name, "replace such pixels by numbers") }
                least = min(least, value)
                greatest = max(greatest, value)
            }
            // Halves, so that the range of the largest numbers is a number too.
            let range = greatest / 2 - least / 2
            let scale = range > 0 ? 32767.5 / range : 0
            grey = .sixteenBit(values.map { UInt16(min(max((($0 / 2 - least / 2) * scale) * 2, 0), 65535).rounded()) })
        }
        return GrayscaleImage(width: width, height: height, samples: grey, pixelSpacing: pixelSpacing)
    }

    /// The picture as labels: whole numbers from 0 to 65,535, whatever their type.
    ///
    /// - Throws: ``InputError`` for any other number, and for more than 256 different ones.
    func labelMap(named name: String) throws(InputError) -> LabelMap {
        var map: LabelMap
        switch samples {
        case .eightBit(let values): map = LabelMap(width: width, height: height, indices: values)
        case .sixteenBit(let values): map = try LabelMap(width: width, height: height, labels: values, named: name)
        case .numbers(let values):
            var labels: [UInt16] = []
            labels.reserveCapacity(values.count)
            for (index, value) in values.enumerated() {
                guard let label = UInt16(exactly: value) else {
                    throw refusal(index, value, name, "give labels: whole numbers from 0 to 65535")
                }
                labels.append(label)
            }
            map = try LabelMap(width: width, height: height, labels: labels, named: name)
        }
        map.pixelSpacing = pixelSpacing
        return map
    }

    private func refusal(_ index: Int, _ value: Double, _ name: String, _ remedy: String) -> InputError {
        InputError(
            .formatUnsupported, name, "has the value \(value) in row \(index / width + 1), column \(index % width + 1)",
            remedy: remedy)
    }

    /// The same picture, laid down another way.
    func turned(_ turn: PictureTurn) -> SamplePlane {
        let turned: Samples =
            switch samples {
            case .eightBit(let values): .eightBit(turn.applied(to: values))
            case .sixteenBit(let values): .sixteenBit(turn.applied(to: values))
            case .numbers(let values): .numbers(turn.applied(to: values))
            }
        return SamplePlane(width: turn.newWidth, height: turn.newHeight, samples: turned, pixelSpacing: pixelSpacing)
    }
}
