/// The exact Euclidean distance transform of a grid, as lower envelopes of parabolas (Felzenszwalb and Huttenlocher,
/// *Distance Transforms of Sampled Functions*, Theory of Computing 8, 2012), in time linear in the cells.
package enum DistanceTransform {
    /// The squared distance of each cell's centre to the nearest marked cell's.
    ///
    /// - Parameters:
    ///   - marked: `width * height` cells, row-major.
    ///   - rowSpacing, columnSpacing: from one row, and one column, to the next; positive.
    /// - Returns: infinite everywhere where nothing is marked.
    package static func squared(
        _ marked: [Bool], width: Int, height: Int, rowSpacing: Double, columnSpacing: Double
    ) -> [Double] {
        precondition(marked.count == width * height && width > 0, "the cells fill the grid")
        let gaps = gaps(marked, width: width, height: height)
        var result = [Double](repeating: .infinity, count: marked.count)
        var envelope = Envelope(capacity: width, spacing: columnSpacing)
        for y in 0..<height {
            envelope.removeAll()
            for x in 0..<width where gaps[y * width + x] != nowhere {
                let gap = Double(gaps[y * width + x]) * rowSpacing
                envelope.add(site: x, height: gap * gap)
            }
            // A column with a mark has one for every row: nothing here is nothing anywhere.
            if envelope.isEmpty { break }
            envelope.write(to: &result, from: y * width, count: width)
        }
        return result
    }

    private static let nowhere = Int32.max

    /// How many rows each cell lies from the nearest marked one in its column.
    private static func gaps(_ marked: [Bool], width: Int, height: Int) -> [Int32] {
        var gaps = marked.map { $0 ? 0 : nowhere }
        for index in stride(from: width, to: marked.count, by: 1) where gaps[index] != 0 {
            let above = gaps[index - width]
            if above != nowhere { gaps[index] = above + 1 }
        }
        for index in stride(from: marked.count - width - 1, through: 0, by: -1) {
            let below = gaps[index + width]
            if below != nowhere { gaps[index] = min(gaps[index], below + 1) }
        }
        return gaps
    }

    /// The lowest of parabolas of one width, each over a whole number.
    private struct Envelope {
        private var sites: [Int]
        private var heights: [Double]
        /// From where on each is the lowest.
        private var starts: [Double]
        private var count = 0
        private let spacing: Double

        init(capacity: Int, spacing: Double) {
            sites = Array(repeating: 0, count: capacity)
            heights = Array(repeating: 0, count: capacity)
            starts = Array(repeating: 0, count: capacity)
            self.spacing = spacing
        }

        var isEmpty: Bool { count == 0 }

        mutating func removeAll() { count = 0 }

        /// - Parameter site: right of all before.
        mutating func add(site: Int, height: Double) {
            var start = -Double.infinity
            while count > 0 {
                start = crossing(site, height, count - 1)
                if start > starts[count - 1] { break }
                count -= 1
                start = -.infinity
            }
            sites[count] = site
            heights[count] = height
            starts[count] = start
            count += 1
        }

        private func crossing(_ site: Int, _ height: Double, _ other: Int) -> Double {
            let (right, left) = (Double(site), Double(sites[other]))
            return (right + left) / 2 + (height - heights[other]) / (2 * spacing * spacing * (right - left))
        }

        func write(to values: inout [Double], from offset: Int, count length: Int) {
            var lowest = 0
            for x in 0..<length {
                while lowest + 1 < count, starts[lowest + 1] < Double(x) { lowest += 1 }
                let across = Double(x - sites[lowest]) * spacing
                values[offset + x] = heights[lowest] + across * across
            }
        }
    }
}
