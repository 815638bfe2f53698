/// Finds where an image shows nothing: areas at the darkest or brightest grey value that it has, as burnt-in boxes
/// with their text, black or white fill, and collimation leave them.
package enum BlankAreas {
    /// Areas narrower than this share of the image's sides, either way, are taken for picture.
    static let smallestSide = 1.0 / 48
    /// The share of an image below which they are not worth looking at, and above which it is no radiograph at all.
    static let usualShares = 0.004...0.6

    /// Where the image is blank; nil where nothing worth mentioning is, or nearly everything.
    package static func find(in image: GrayscaleImage) -> PixelMask? {
        switch image.samples {
        case .eightBit(let values):
            values.withUnsafeBufferPointer { values in
                find(values, image.width, image.height) { low, high in
                    PixelMask(of: values, width: image.width, height: image.height, low, high)
                }
            }
        case .sixteenBit(let values):
            values.withUnsafeBufferPointer { values in
                find(values, image.width, image.height) { low, high in
                    PixelMask(width: image.width, height: image.height) { values[$0] == low || values[$0] == high }
                }
            }
        }
    }

    /// The shortest run of extreme pixels that is blank, along a side of so many.
    package static func shortestRun(_ side: Int) -> Int { max(2, Int(Double(side) * smallestSide)) }

    private static func find<Sample: FixedWidthInteger>(
        _ values: UnsafeBufferPointer<Sample>, _ width: Int, _ height: Int, extremes: (Sample, Sample) -> PixelMask
    ) -> PixelMask? {
        var (low, high) = (Sample.max, Sample.min)
        for value in values {
            low = min(low, value)
            high = max(high, value)
        }
        // A blank area crosses one of these rows at least, so that most images cost no more than a glance.
        let step = shortestRun(height)
        var count = 0
        for y in stride(from: step / 2, to: height, by: step) {
            let row = UnsafeBufferPointer(rebasing: values[y * width..<(y + 1) * width])
            count += extremeRuns(row, low, high)
        }
        guard usualShares.contains(Double(count * step) / Double(values.count)) else { return nil }
        var across = extremes(low, high)
        var down = across
        across.openRows(length: shortestRun(width))
        down.openColumns(length: shortestRun(height))
        across.formIntersection(down)
        return across
    }

    /// How many of a row's pixels lie in long enough runs of extreme ones.
    private static func extremeRuns<Sample: FixedWidthInteger>(
        _ row: UnsafeBufferPointer<Sample>, _ low: Sample, _ high: Sample
    ) -> Int {
        let shortest = shortestRun(row.count)
        var (count, length) = (0, 0)
        for value in row {
            if value == low || value == high {
                length += 1
            } else {
                if length >= shortest { count += length }
                length = 0
            }
        }
        return length >= shortest ? count + length : count
    }
}
