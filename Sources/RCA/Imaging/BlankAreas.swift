/// Finds where an image shows nothing: areas at the darkest or brightest grey value that it has, as burnt-in boxes
/// with their text, black or white fill, and collimation leave them.
package struct BlankAreas {
    /// Areas narrower than this share of the image's sides, either way, are taken for picture.
    static let smallestSide = 1.0 / 48
    /// The share of an image below which they are not worth looking at, and above which it is no film at all.
    static let usualShares = 0.004...0.6

    private let width: Int
    private let height: Int
    private var isBlank: [Bool]

    /// True where the image is blank, row-major; nil where nothing worth mentioning is, or nearly everything.
    package static func find(in image: GrayscaleImage) -> [Bool]? {
        switch image.samples {
        case .eightBit(let values):
            values.withUnsafeBufferPointer { BlankAreas($0, image.width, image.height)?.isBlank }
        case .sixteenBit(let values):
            values.withUnsafeBufferPointer { BlankAreas($0, image.width, image.height)?.isBlank }
        }
    }

    private init?<Sample: FixedWidthInteger>(_ values: UnsafeBufferPointer<Sample>, _ width: Int, _ height: Int) {
        var (low, high) = (Sample.max, Sample.min)
        for value in values {
            low = min(low, value)
            high = max(high, value)
        }
        let isExtreme = { (index: Int) in values[index] == low || values[index] == high }
        self.width = width
        self.height = height
        isBlank = []
        // A blank area crosses one of these rows at least, so that most images cost no more than a glance.
        let step = Self.shortestRun(height)
        var count = 0
        for y in stride(from: step / 2, to: height, by: step) {
            forEachRun(ofRow: y, isExtreme) { count += $0.count }
        }
        guard Self.usualShares.contains(Double(count * step) / Double(values.count)) else { return nil }
        isBlank = [Bool](repeating: false, count: values.count)
        for y in 0..<height { forEachRun(ofRow: y, isExtreme) { for index in $0 { isBlank[index] = true } } }
        keepTall(isExtreme)
    }

    private static func shortestRun(_ side: Int) -> Int { max(2, Int(Double(side) * smallestSide)) }

    /// Calls `body` with each long enough run of a row's extreme pixels.
    private func forEachRun(ofRow y: Int, _ isExtreme: (Int) -> Bool, _ body: (Range<Int>) -> Void) {
        let shortest = Self.shortestRun(width)
        var start = y * width
        for index in y * width...(y + 1) * width where index == (y + 1) * width || !isExtreme(index) {
            if index - start >= shortest { body(start..<index) }
            start = index + 1
        }
    }

    /// Drops what does not lie in a long enough column of extreme pixels. Row by row, so that memory is read in
    /// its order: first down, counting, then up, carrying each column's full count along.
    private mutating func keepTall(_ isExtreme: (Int) -> Bool) {
        let shortest = Self.shortestRun(height)
        var counts = [Int32](repeating: 0, count: isBlank.count)
        for index in isBlank.indices where isExtreme(index) {
            counts[index] = index >= width ? counts[index - width] + 1 : 1
        }
        for index in isBlank.indices.reversed() {
            if counts[index] > 0, index + width < isBlank.count, counts[index + width] > 0 {
                counts[index] = counts[index + width]
            }
            isBlank[index] = isBlank[index] && Int(counts[index]) >= shortest
        }
    }
}
