public import Files

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
    /// What numbers of 8 or 16 bits are multiplied by, and what is added then; nil where they are as they are. Others
    /// are scaled already.
    var scaling: (slope: Double, intercept: Double)?
    /// How the file's array was laid down, where the file says how its picture lies in the patient.
    var fileTurn: PictureTurn?

    /// The picture as luminance.
    ///
    /// Unsigned samples of 8 or 16 bits are kept, scaled or not, so that no grey level is lost; a slope below 0 inverts
    /// them. All others are mapped linearly: the least number becomes 0, the greatest 65,535; a picture of one number
    /// becomes 0. Where that leaves fewer than 256 grey levels, and less than half as many as there are numbers (one
    /// number far off does so), the ranks of the numbers are mapped in their place.
    ///
    /// - Throws: ``InputError`` where a number is infinite or not a number.
    func grayscaleImage(named name: String) throws(InputError) -> GrayscaleImage {
        let grey: GrayscaleImage.Samples
        switch samples {
        case .eightBit(let values): grey = .eightBit(isInverted ? values.map { 255 - $0 } : values)
        case .sixteenBit(let values): grey = .sixteenBit(isInverted ? values.map { 65535 - $0 } : values)
        case .numbers(let values):
            try checkFinite(values, named: name)
            let (least, greatest) = (values.min() ?? 0, values.max() ?? 0)
            grey = .sixteenBit(Self.stretched(values, from: least, to: greatest))
        }
        var image = GrayscaleImage(width: width, height: height, samples: grey, pixelSpacing: pixelSpacing)
        image.fileTurn = fileTurn
        return image
    }

    /// - Throws: ``InputError`` where a number is infinite or not a number.
    func checkFinite(_ values: [Double], named name: String) throws(InputError) {
        guard let index = values.firstIndex(where: { !$0.isFinite }) else { return }
        throw refusal(index, values[index], name, "replace such pixels by numbers")
    }

    /// The numbers from black to white: linearly, or by their ranks.
    private static func stretched(_ values: [Double], from least: Double, to greatest: Double) -> [UInt16] {
        let linear = linear(values, from: least, to: greatest)
        var isUsed = [Bool](repeating: false, count: 1 << 16)
        for value in linear { isUsed[Int(value)] = true }
        let levels = isUsed.count { $0 }
        guard levels < 256 else { return linear }
        // Few grey levels: of few numbers, or of many that one far off has pressed together.
        let sorted = values.sorted()
        var different: [Double] = []
        for value in sorted where value != different.last { different.append(value) }
        guard different.count > 2 * levels else { return linear }
        let step = 65535 / Double(different.count - 1)
        return values.map { value in
            // The first of the different numbers that is not less: the number itself.
            var (low, high) = (0, different.count - 1)
            while low < high {
                let middle = (low + high) / 2
                if different[middle] < value { low = middle + 1 } else { high = middle }
            }
            return UInt16((Double(low) * step).rounded())
        }
    }

    /// The numbers mapped linearly, those beyond the range to its ends.
    static func linear(_ values: [Double], from least: Double, to greatest: Double) -> [UInt16] {
        // Halves, so that the range of the largest numbers is a number too, and what the smallest are divided by is
        // one.
        let unit = least < greatest && greatest / 2 - least / 2 < 1e-200 ? 0x1p500 : 0.5
        let range = greatest * unit - least * unit
        let scale = range > 0 ? 32767.5 / range : 0
        return values.map { UInt16(min(max((($0 * unit - least * unit) * scale) * 2, 0), 65535).rounded()) }
    }

    private var isInverted: Bool { (scaling?.slope ?? 1) < 0 }

    /// The samples with their scaling.
    private var scaled: Samples {
        guard let scaling else { return samples }
        func scaled(_ values: [some BinaryInteger]) -> Samples {
            .numbers(values.map { Double($0) * scaling.slope + scaling.intercept })
        }
        return switch samples {
        case .eightBit(let values): scaled(values)
        case .sixteenBit(let values): scaled(values)
        case .numbers: samples
        }
    }

    /// The picture as labels: whole numbers from 0 to 65,535, whatever their type.
    ///
    /// - Throws: ``InputError`` for any other number, and for more than 256 different ones.
    func labelMap(named name: String) throws(InputError) -> LabelMap {
        var map: LabelMap
        switch scaled {
        case .eightBit(let values): map = LabelMap(width: width, height: height, indices: values)
        case .sixteenBit(let values): map = try LabelMap(width: width, height: height, labels: values, named: name)
        case .numbers(let values):
            var labels: [UInt16] = []
            labels.reserveCapacity(values.count)
            for (index, value) in values.enumerated() {
                // A slope is a 32-bit number: 200 times 0.01 is not quite 2.
                let whole = value.rounded()
                guard abs(value - whole) <= 1e-6 * max(1, abs(whole)), let label = UInt16(exactly: whole) else {
                    throw refusal(index, value, name, "give labels: whole numbers from 0 to 65535")
                }
                labels.append(label)
            }
            map = try LabelMap(width: width, height: height, labels: labels, named: name)
        }
        map.pixelSpacing = pixelSpacing
        map.fileTurn = fileTurn
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
        return SamplePlane(
            width: turn.newWidth, height: turn.newHeight, samples: turned, pixelSpacing: pixelSpacing, scaling: scaling)
    }
}

extension GrayscaleImage {
    /// An image of numbers of any range: `height` rows of `width`, row-major, the first row at the top.
    ///
    /// - Parameters:
    ///   - range: which numbers are black and white; those beyond it become its ends. Nil for the least and the greatest
    ///     of the image, as files of such numbers are read (docs/formats.md).
    ///   - name: what to call the image in the error.
    /// - Throws: ``InputError`` (`format unsupported`) where a number is infinite or not a number, (`image too large`)
    ///   above ``ImageLimits/standard``.
    /// - Precondition: both sides are positive and there are `width * height` numbers.
    public init(
        width: Int, height: Int, numbers: [Double], range: ClosedRange<Double>? = nil, named name: String
    ) throws(InputError) {
        precondition(width > 0 && height > 0 && numbers.count == width * height, "numbers do not fill the image")
        try ImageLimits.standard.check(width: width, height: height, named: name)
        let plane = SamplePlane(width: width, height: height, samples: .numbers(numbers))
        guard let range else {
            self = try plane.grayscaleImage(named: name)
            return
        }
        try plane.checkFinite(numbers, named: name)
        self.init(
            width: width, height: height,
            samples: .sixteenBit(SamplePlane.linear(numbers, from: range.lowerBound, to: range.upperBound)))
    }
}
