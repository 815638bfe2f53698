#if !RCA_PORTABLE
import CVector
#endif

/// A set of an image's pixels, a bit each: rows of whole words, the first pixel in the lowest bit. Bits beyond a
/// row's end are 0.
package struct PixelMask: Sendable, Equatable {
    package let width: Int
    package let height: Int
    private let wordsPerRow: Int
    private var words: [UInt64]

    /// - Parameter contains: of a pixel's position, row-major.
    package init(width: Int, height: Int, contains: (Int) -> Bool) {
        self.init(width: width, height: height)
        for y in 0..<height {
            for x in 0..<width where contains(y * width + x) { words[y * wordsPerRow + x / 64] |= 1 << UInt64(x % 64) }
        }
    }

    /// The pixels that have either of two values.
    ///
    /// - Precondition: there are width · height values.
    package init(of values: UnsafeBufferPointer<UInt8>, width: Int, height: Int, _ first: UInt8, _ second: UInt8) {
        precondition(values.count == width * height, "values do not fill the image")
        #if RCA_PORTABLE
        self.init(width: width, height: height) { values[$0] == first || values[$0] == second }
        #else
        self.init(width: width, height: height)
        guard let base = values.baseAddress else { return }
        let whole = width / 64
        words.withUnsafeMutableBufferPointer { words in
            for y in 0..<height {
                let (row, start) = (base + y * width, y * wordsPerRow)
                for index in 0..<whole {
                    words[start + index] =
                        UInt64(rca_either(row + index * 64, first, second))
                        | UInt64(rca_either(row + index * 64 + 32, first, second)) << 32
                }
                for x in whole * 64..<width where row[x] == first || row[x] == second {
                    words[start + whole] |= 1 << UInt64(x % 64)
                }
            }
        }
        #endif
    }

    /// The pixels that have a value, of width · height values.
    package init(of values: [UInt8], width: Int, height: Int, _ value: UInt8) {
        self = values.withUnsafeBufferPointer { PixelMask(of: $0, width: width, height: height, value, value) }
    }

    private init(width: Int, height: Int) {
        self.width = width
        self.height = height
        wordsPerRow = (width + 63) / 64
        words = Array(repeating: 0, count: wordsPerRow * height)
    }

    package func contains(x: Int, y: Int) -> Bool { words[y * wordsPerRow + x / 64] >> UInt64(x % 64) & 1 == 1 }

    /// Calls `body` with the runs of consecutive positions within each row that together are all pixels of the set,
    /// row-major. No two of a row touch.
    package func forEachRun(_ body: (Range<Int>) -> Void) {
        for y in 0..<height {
            var (start, isInside, last): (Int, Bool, UInt64) = (0, false, 0)
            for index in 0..<wordsPerRow {
                let word = words[y * wordsPerRow + index]
                var changes = word ^ (word << 1 | last)
                last = word >> 63
                while changes != 0 {
                    let position = y * width + index * 64 + changes.trailingZeroBitCount
                    changes &= changes - 1
                    if isInside { body(start..<position) }
                    start = position
                    isInside.toggle()
                }
            }
            if isInside { body(start..<(y + 1) * width) }
        }
    }

    package mutating func formIntersection(_ other: PixelMask) {
        precondition(width == other.width && height == other.height, "the masks differ in size")
        for index in words.indices { words[index] &= other.words[index] }
    }
}

extension PixelMask {
    /// Leaves only pixels that lie in a run of at least so many along their row.
    ///
    /// By doubling: a run of n takes log₂ n passes each way.
    package mutating func openRows(length: Int) {
        let shifts = Self.shifts(length)
        for y in 0..<height {
            let row = y * wordsPerRow
            guard (row..<row + wordsPerRow).contains(where: { words[$0] != 0 }) else { continue }
            for shift in shifts {
                let (whole, rest) = (shift / 64, UInt64(shift % 64))
                for index in 0..<wordsPerRow {
                    words[row + index] &= self[row, index + whole] >> rest | self[row, index + whole + 1] << (64 - rest)
                }
            }
            for shift in shifts {
                let (whole, rest) = (shift / 64, UInt64(shift % 64))
                for index in (0..<wordsPerRow).reversed() {
                    words[row + index] |= self[row, index - whole] << rest | self[row, index - whole - 1] >> (64 - rest)
                }
            }
        }
    }

    /// A word of a row, 0 beyond its ends.
    private subscript(row: Int, index: Int) -> UInt64 { (0..<wordsPerRow).contains(index) ? words[row + index] : 0 }

    /// Leaves only pixels that lie in a run of at least so many along their column.
    package mutating func openColumns(length: Int) {
        guard length <= height else {
            words = Array(repeating: 0, count: words.count)
            return
        }
        let (shifts, wordsPerRow) = (Self.shifts(length), wordsPerRow)
        words.withUnsafeMutableBufferPointer { words in
            for shift in shifts {
                for row in 0..<height - shift {
                    for index in row * wordsPerRow..<(row + 1) * wordsPerRow {
                        words[index] &= words[index + shift * wordsPerRow]
                    }
                }
                words[(height - shift) * wordsPerRow..<height * wordsPerRow].update(repeating: 0)
            }
            for shift in shifts {
                for row in (shift..<height).reversed() {
                    for index in row * wordsPerRow..<(row + 1) * wordsPerRow {
                        words[index] |= words[index - shift * wordsPerRow]
                    }
                }
            }
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
}

extension PixelMask {
    /// How much of each pixel of a smaller image lies outside the set, in [0, 1].
    ///
    /// What ``GrayscaleImage/resampled(width:height:)`` makes of an image that is black in the set and white
    /// elsewhere, to the bit, without the image.
    ///
    /// - Returns: nil where the smaller image's pixels are not as many whole pixels wide as divide 64, or not whole
    ///   pixels high.
    package func complementShares(width newWidth: Int, height newHeight: Int) -> Image? {
        guard newWidth > 0, newHeight > 0, width % newWidth == 0, height % newHeight == 0 else { return nil }
        let (across, down) = (width / newWidth, height / newHeight)
        guard across <= 64, 64 % across == 0 else { return nil }
        let part = across == 64 ? UInt64.max : (1 << UInt64(across)) - 1
        var counts = [Int](repeating: 0, count: newWidth * newHeight)
        for y in 0..<height {
            for index in 0..<wordsPerRow {
                let word = words[y * wordsPerRow + index]
                if word == 0 { continue }
                for x in stride(from: index * 64, to: min(index * 64 + 64, width), by: across) {
                    counts[y / down * newWidth + x / across] += (word >> UInt64(x % 64) & part).nonzeroBitCount
                }
            }
        }
        let area = across * down
        return Image(
            width: newWidth, height: newHeight, pixels: counts.map { Float(area - $0) / Float(area) })
    }
}
