extension PixelRuns {
    /// The points of a coarser grid over the whole image that lie in the set: each is the pixel that its centre lies in.
    ///
    /// - Parameters:
    ///   - columns, rows: of the grid. It may be finer than the image.
    ///   - body: called with a row of the grid and points of it beside one another, row by row, from the left.
    package func forEachSampledRun(columns: Int, rows: Int, _ body: (_ row: Int, _ columns: Range<Int>) -> Void) {
        // For each place in a row how many points lie to the left of it.
        var pointsBefore = [Int32](repeating: 0, count: width + 1)
        for column in 0..<columns { pointsBefore[(2 * column + 1) * width / (2 * columns) + 1] += 1 }
        for place in 0..<width { pointsBefore[place + 1] += pointsBefore[place] }
        runs.withUnsafeBufferPointer { runs in
            var first = 0
            for row in 0..<rows {
                let line = (2 * row + 1) * height / (2 * rows)
                while first < runs.count, runs[first].row < line { first += 1 }
                for run in runs[first...].prefix(while: { $0.row == line }) {
                    let (start, end) = (Int(pointsBefore[run.start]), Int(pointsBefore[run.end]))
                    if start < end { body(row, start..<end) }
                }
            }
        }
    }

    /// How many pixels of the set lie in each cell of a grid over the whole image.
    ///
    /// - Returns: columns · rows numbers, row-major; nil where a cell is not a whole number of pixels wide and high.
    package func counts(columns: Int, rows: Int) -> [Int32]? {
        guard columns > 0, rows > 0, width % columns == 0, height % rows == 0 else { return nil }
        let (across, down) = (width / columns, height / rows)
        var counts = [Int32](repeating: 0, count: columns * rows)
        // Of the row of cells at hand: the pixels of runs that begin or end within a cell, and how many more rows cover a
        // cell from side to side than the one before it.
        var part = [Int32](repeating: 0, count: columns + 1)
        var change = [Int32](repeating: 0, count: columns + 1)
        counts.withUnsafeMutableBufferPointer { counts in
            part.withUnsafeMutableBufferPointer { part in
                change.withUnsafeMutableBufferPointer { change in
                    func finish(_ row: Int) {
                        var covering: Int32 = 0
                        for column in 0..<columns {
                            covering += change[column]
                            counts[row * columns + column] = part[column] + covering * Int32(across)
                        }
                        part.update(repeating: 0)
                        change.update(repeating: 0)
                    }
                    var row = 0
                    for run in runs {
                        if run.row >= (row + 1) * down {
                            finish(row)
                            row = run.row / down
                        }
                        let (first, last) = (run.start / across, run.end / across)
                        // What lies before the first cell's start, which the cells from there on cover too much.
                        part[first] -= Int32(run.start - first * across)
                        change[first] += 1
                        change[last] -= 1
                        part[last] += Int32(run.end - last * across)
                    }
                    if !runs.isEmpty { finish(row) }
                }
            }
        }
        return counts
    }

    /// A number by which the same pixels of an image of the same size are known again: FNV-1a over the runs, mixed.
    package var digest: UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        func add(_ number: Int, _ other: Int) {
            hash = (hash ^ (UInt64(number) << 32 | UInt64(other))) &* 0x0000_0100_0000_01b3
            hash ^= hash >> 29
        }
        add(width, height)
        for run in runs {
            add(run.row, run.start)
            add(run.row, run.end)
        }
        return hash
    }
}
