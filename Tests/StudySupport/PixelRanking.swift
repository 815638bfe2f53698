/// How well a picture's bytes rank its pixels, and how near they are to shares of 255.
package struct PixelRanking: Sendable {
    /// How many pixels have each byte, and how many of those are right to have a high one.
    private var counts = [Int](repeating: 0, count: 256)
    private var hits = [Int](repeating: 0, count: 256)

    package init() {}

    package mutating func append(_ byte: UInt8, isHit: Bool) {
        counts[Int(byte)] += 1
        if isHit { hits[Int(byte)] += 1 }
    }

    package mutating func append(_ other: PixelRanking) {
        for byte in 0..<256 {
            counts[byte] += other.counts[byte]
            hits[byte] += other.hits[byte]
        }
    }

    /// The share of all pixels that are hits; what a ranking by chance has for average precision.
    package var prevalence: Double { Double(hits.reduce(0, +)) / Double(max(counts.reduce(0, +), 1)) }

    /// The mean over all hits of the share of hits among what ranks as high; equal bytes rank together. Nil without any.
    package var averagePrecision: Double? {
        let all = hits.reduce(0, +)
        guard all > 0 else { return nil }
        var (found, seen, sum) = (0, 0, 0.0)
        for byte in (0..<256).reversed() where counts[byte] > 0 {
            found += hits[byte]
            seen += counts[byte]
            sum += Double(found) / Double(seen) * Double(hits[byte])
        }
        return sum / Double(all)
    }

    /// What the bytes claim of all pixels together, as a share, and what is so.
    package var shares: (claimed: Double, real: Double) {
        let pixels = Double(max(counts.reduce(0, +), 1))
        return (counts.indices.reduce(0) { $0 + Double(counts[$1]) * Double($1) / 255 } / pixels, prevalence)
    }

    /// The mean difference between what is claimed and what is so, over ten bins of pixels whose byte is not 0.
    package var calibrationError: Double {
        var (sum, pixels) = (0.0, 0)
        for bin in 0..<10 {
            let bytes = (1...255).filter { min($0 * 10 / 255, 9) == bin }
            let count = bytes.reduce(0) { $0 + counts[$1] }
            let claimed = bytes.reduce(0.0) { $0 + Double(counts[$1]) * Double($1) / 255 }
            let found = bytes.reduce(0) { $0 + hits[$1] }
            sum += abs(claimed - Double(found))
            pixels += count
        }
        return sum / Double(max(pixels, 1))
    }
}
