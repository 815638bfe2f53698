/// A set of an image's pixels as runs along its rows: a few thousand numbers for a mask of a million pixels.
package struct PixelRuns: Sendable {
    /// Pixels `start..<end` of one row.
    package struct Run: Sendable, Equatable {
        private let narrow: (row: Int32, start: Int32, end: Int32)

        package var row: Int { Int(narrow.row) }
        package var start: Int { Int(narrow.start) }
        package var end: Int { Int(narrow.end) }
        package var count: Int { end - start }

        /// - Precondition: the run has a pixel.
        package init(row: Int, start: Int, end: Int) { narrow = (Int32(row), Int32(start), Int32(end)) }

        package static func == (one: Run, other: Run) -> Bool { one.narrow == other.narrow }
    }

    package let width: Int
    package let height: Int
    /// Row by row from the top, each row's from the left; two runs of a row never touch.
    package let runs: [Run]

    package init(_ mask: PixelMask) {
        var runs: [Run] = []
        mask.forEachRun { positions in
            let row = positions.lowerBound / mask.width
            let start = positions.lowerBound - row * mask.width
            runs.append(Run(row: row, start: start, end: start + positions.count))
        }
        self.init(width: mask.width, height: mask.height, runs: runs)
    }

    /// - Precondition: the runs lie within the image, in the order of ``runs``, and no two of a row touch.
    init(width: Int, height: Int, runs: [Run]) {
        self.width = width
        self.height = height
        self.runs = runs
    }

    /// The number of pixels.
    package var count: Int { runs.reduce(0) { $0 + $1.count } }

    /// The pixels that are not in the set.
    package var complement: PixelRuns {
        var others: [Run] = []
        var next = 0
        for row in 0..<height {
            var start = 0
            while next < runs.count, runs[next].row == row {
                if runs[next].start > start { others.append(Run(row: row, start: start, end: runs[next].start)) }
                start = runs[next].end
                next += 1
            }
            if start < width { others.append(Run(row: row, start: start, end: width)) }
        }
        return PixelRuns(width: width, height: height, runs: others)
    }

    /// How many pixels two sets of the same size have in common.
    package func commonCount(_ other: PixelRuns) -> Int {
        var (left, right, common) = (0, 0, 0)
        while left < runs.count, right < other.runs.count {
            let (a, b) = (runs[left], other.runs[right])
            if a.row == b.row { common += max(0, min(a.end, b.end) - max(a.start, b.start)) }
            if (a.row, a.end) < (b.row, b.end) { left += 1 } else { right += 1 }
        }
        return common
    }
}

extension PixelRuns {
    /// Pixels that hang together.
    package struct Component: Sendable {
        package var count = 0
        /// Whether a pixel of it lies at the image's edge.
        package var touchesEdge = false
    }

    /// Which pixels are neighbours: those that share a side, or a corner too.
    package enum Neighbours: Sendable { case sides, corners }

    /// What hangs together in a set of runs.
    package struct Components: Sendable {
        package let all: [Component]
        /// For each run the place of its own among them.
        package let ofRun: [Int]
        /// How many areas the set encloses, which by Euler's formula follows from how many runs touch how often.
        package let holeCount: Int
    }

    /// The components: each run takes the label of one that it touches in the row above, and labels that meet become
    /// one.
    package func components(_ neighbours: Neighbours) -> Components {
        var labels = [Int32](repeating: 0, count: runs.count)
        // For each label itself, or a lower one that it became one with.
        var parents = [Int32](repeating: 0, count: runs.count)
        let (labelCount, contacts) = runs.withUnsafeBufferPointer { runs in
            labels.withUnsafeMutableBufferPointer { labels in
                parents.withUnsafeMutableBufferPointer { parents in
                    Self.join(runs, neighbours, &labels, &parents)
                }
            }
        }
        var components: [Component] = []
        var places: [Int] = []
        for (label, parent) in parents.prefix(labelCount).enumerated() {
            // The lowest label of a component has the first of its runs, and its place is known before the others'.
            if parent == label { components.append(Component()) }
            places.append(parent == label ? components.count - 1 : places[Int(parent)])
        }
        let ofRun = labels.map { places[Int($0)] }
        for (run, place) in zip(runs, ofRun) {
            components[place].count += run.count
            if run.row == 0 || run.row == height - 1 || run.start == 0 || run.end == width {
                components[place].touchesEdge = true
            }
        }
        return Components(all: components, ofRun: ofRun, holeCount: components.count - runs.count + contacts)
    }

    /// Labels runs in order.
    ///
    /// - Returns: how many labels there are, and how often a run touches one of the row above.
    private static func join(
        _ runs: UnsafeBufferPointer<Run>, _ neighbours: Neighbours, _ labels: inout UnsafeMutableBufferPointer<Int32>,
        _ parents: inout UnsafeMutableBufferPointer<Int32>
    ) -> (labels: Int, contacts: Int) {
        let reach = neighbours == .corners ? 1 : 0
        var (count, contacts, index, previous) = (0, 0, 0, 0)
        while index < runs.count {
            let (row, start) = (runs[index].row, index)
            var above = previous < start && runs[previous].row + 1 == row ? previous : start
            while index < runs.count, runs[index].row == row {
                let run = runs[index]
                while above < start, runs[above].end + reach <= run.start { above += 1 }
                var label = Int32.max
                var next = above
                while next < start, runs[next].start < run.end + reach {
                    var other = labels[next]
                    while parents[Int(other)] != other { other = parents[Int(other)] }
                    if label != .max { parents[Int(max(label, other))] = min(label, other) }
                    label = min(label, other)
                    contacts += 1
                    next += 1
                }
                // The last one that it touches may touch the next run too.
                above = max(above, next - 1)
                if label == .max {
                    label = Int32(count)
                    parents[count] = label
                    count += 1
                }
                labels[index] = label
                index += 1
            }
            previous = start
        }
        return (count, contacts)
    }

    /// The pixels that the set encloses: those outside it from which no way along sides leads to the image's edge.
    ///
    /// - Parameter components: those of the set, by corners.
    package func holes(of components: Components) -> PixelRuns {
        guard components.holeCount > 0 else { return PixelRuns(width: width, height: height, runs: []) }
        let others = complement
        let parts = others.components(.sides)
        return PixelRuns(
            width: width, height: height,
            runs: zip(others.runs, parts.ofRun).filter { !parts.all[$0.1].touchesEdge }.map(\.0))
    }
}
