package import Imaging

/// A label map of up to three structures at two bits a pixel: a quarter of the memory, so that sampling it all over
/// stays within the processor's cache. Nothing is lost.
package struct PackedLabels: Sendable, Equatable {
    /// The structures that fit.
    package static let largestCount = 3

    /// Sixteen pixels a word, row-major, the first in the lowest bits: 0, or 1 to 3.
    package let words: [UInt32]
    package let count: Int

    /// - Parameter structures: the pixels of each, which do not overlap, of one map; at most three.
    package init(_ structures: [PixelRuns], width: Int, height: Int) {
        precondition(structures.count <= Self.largestCount, "two bits hold three structures")
        count = width * height
        var words = [UInt32](repeating: 0, count: (count + 15) / 16)
        words.withUnsafeMutableBufferPointer { words in
            for (place, pixels) in structures.enumerated() {
                // The code in all sixteen places of a word.
                let code = UInt32(place + 1) &* 0x5555_5555
                for run in pixels.runs {
                    let (start, last) = (run.row * width + run.start, run.row * width + run.end - 1)
                    let (from, to) = (start / 16, last / 16)
                    let head = UInt32.max << UInt32(start % 16 * 2)
                    let tail = UInt32.max >> UInt32(30 - last % 16 * 2)
                    if from == to {
                        words[from] |= code & head & tail
                    } else {
                        words[from] |= code & head
                        words[from + 1..<to].update(repeating: code)
                        words[to] |= code & tail
                    }
                }
            }
        }
        self.words = words
    }
}
