/// Finds where an image shows nothing: areas at the darkest or brightest grey value that it has, as burnt-in boxes
/// with their text, black or white fill, and collimation leave them.
package enum BlankAreas {
    /// Areas narrower than this share of the image's sides, either way, are taken for picture.
    static let smallestSide = 1.0 / 48
    /// The share of an image below which they are not worth looking at, and above which it is no film at all.
    static let usualShares = 0.004...0.6

    /// 255 where the image shows something and 0 where it is blank, row-major; nil where nothing worth mentioning
    /// is blank, or nearly everything.
    package static func shown(in image: GrayscaleImage) -> [UInt8]? {
        switch image.samples {
        case .eightBit(let values):
            values.withUnsafeBufferPointer { shown($0, image.width, image.height) }
        case .sixteenBit(let values):
            values.withUnsafeBufferPointer { shown($0, image.width, image.height) }
        }
    }

    /// The shortest run of extreme pixels that is blank, along a side of so many.
    package static func shortestRun(_ side: Int) -> Int { max(2, Int(Double(side) * smallestSide)) }

    private static func shown<Sample: FixedWidthInteger>(
        _ values: UnsafeBufferPointer<Sample>, _ width: Int, _ height: Int
    ) -> [UInt8]? {
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
        let extreme = [UInt8](unsafeUninitializedCapacity: values.count) { target, initialized in
            for index in values.indices { target[index] = values[index] == low || values[index] == high ? 255 : 0 }
            initialized = values.count
        }
        return ByteMorphology.shown(extreme, width: width, height: height)
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

/// Openings of byte masks by rows and columns, by doubling: a run of n takes log₂ n passes, whole rows at a time.
enum ByteMorphology {
    /// 0 where a pixel lies in a run of at least ``BlankAreas/shortestRun(_:)`` pixels of 255 both along its row and
    /// along its column, else 255.
    static func shown(_ mask: [UInt8], width: Int, height: Int) -> [UInt8] {
        var across = mask
        var down = mask
        openRows(&across, width: width, height: height, length: BlankAreas.shortestRun(width))
        openColumns(&down, width: width, height: height, length: BlankAreas.shortestRun(height))
        return [UInt8](unsafeUninitializedCapacity: mask.count) { target, initialized in
            across.withUnsafeBufferPointer { across in
                down.withUnsafeBufferPointer { down in
                    guard let across = across.baseAddress, let down = down.baseAddress,
                        let target = target.baseAddress
                    else { return }
                    combine(across, down, into: target, count: mask.count, isIntersection: true)
                    for index in 0..<mask.count { target[index] = ~target[index] }
                }
            }
            initialized = mask.count
        }
    }

    /// The shifts that, one after another, make a run of one pixel a run of `length`.
    private static func shifts(_ length: Int) -> [Int] {
        var shifts: [Int] = []
        var reached = 1
        while reached < length {
            let shift = min(reached, length - reached)
            shifts.append(shift)
            reached += shift
        }
        return shifts
    }

    /// a & b, or a | b, for so many bytes, eight at a time; the result may lie where either does.
    @inline(__always)
    private static func combine(
        _ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, into result: UnsafeMutablePointer<UInt8>, count: Int,
        isIntersection: Bool
    ) {
        let (first, second, target) = (UnsafeRawPointer(a), UnsafeRawPointer(b), UnsafeMutableRawPointer(result))
        var offset = 0
        while offset &+ 8 <= count {
            let x = first.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            let y = second.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            target.storeBytes(of: isIntersection ? x & y : x | y, toByteOffset: offset, as: UInt64.self)
            offset &+= 8
        }
        while offset < count {
            result[offset] = isIntersection ? a[offset] & b[offset] : a[offset] | b[offset]
            offset &+= 1
        }
    }

    private static func openRows(_ mask: inout [UInt8], width: Int, height: Int, length: Int) {
        let shifts = shifts(length)
        guard length <= width else {
            mask = Array(repeating: 0, count: mask.count)
            return
        }
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: width) { other in
            mask.withUnsafeMutableBufferPointer { mask in
                guard let start = mask.baseAddress, let other = other.baseAddress else { return }
                for y in 0..<height {
                    let row = start + y * width
                    for shift in shifts {
                        combine(row, row + shift, into: other, count: width - shift, isIntersection: true)
                        (other + (width - shift)).update(repeating: 0, count: shift)
                        row.update(from: other, count: width)
                    }
                    for shift in shifts {
                        combine(row + shift, row, into: other, count: width - shift, isIntersection: false)
                        (row + shift).update(from: other, count: width - shift)
                    }
                }
            }
        }
    }

    private static func openColumns(_ mask: inout [UInt8], width: Int, height: Int, length: Int) {
        let shifts = shifts(length)
        guard length <= height else {
            mask = Array(repeating: 0, count: mask.count)
            return
        }
        mask.withUnsafeMutableBufferPointer { mask in
            guard let start = mask.baseAddress else { return }
            for shift in shifts {
                for y in 0..<height - shift {
                    let (row, other) = (start + y * width, start + (y + shift) * width)
                    combine(row, other, into: row, count: width, isIntersection: true)
                }
                (start + (height - shift) * width).update(repeating: 0, count: shift * width)
            }
            for shift in shifts {
                for y in (shift..<height).reversed() {
                    let (row, other) = (start + y * width, start + (y - shift) * width)
                    combine(row, other, into: row, count: width, isIntersection: false)
                }
            }
        }
    }
}
