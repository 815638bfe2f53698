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

    /// How much of each cell of a grid over the whole image the set covers, exactly.
    ///
    /// - Returns: columns · rows numbers, row-major, in parts of a pixel: a pixel has columns · rows of them, a cell
    ///   ``width`` · ``height``.
    /// - Precondition: there is a column and a row.
    package func areas(columns: Int, rows: Int) -> [Int] {
        precondition(columns > 0 && rows > 0, "a grid has a cell")
        // In each row of cells: the parts of runs that begin or end within a cell, and by how much more a cell is covered
        // from side to side than the one before it.
        let stride = columns + 1
        var part = [Int](repeating: 0, count: stride * rows)
        var change = [Int](repeating: 0, count: stride * rows)
        part.withUnsafeMutableBufferPointer { part in
            change.withUnsafeMutableBufferPointer { change in
                for run in runs {
                    // A side of the image has as many units as the grid has cells on it, times its pixels.
                    let (start, end) = (run.start * columns, run.end * columns)
                    let (first, last) = (start / width, end / width)
                    let (top, bottom) = (run.row * rows, (run.row + 1) * rows)
                    for row in top / height...(bottom - 1) / height {
                        let overlap = min(bottom, (row + 1) * height) - max(top, row * height)
                        let place = row * stride
                        // What lies before the first cell's start, which the cells from there on cover too much.
                        part[place + first] -= overlap * (start - first * width)
                        change[place + first] += overlap
                        change[place + last] -= overlap
                        part[place + last] += overlap * (end - last * width)
                    }
                }
            }
        }
        var areas = [Int](repeating: 0, count: columns * rows)
        for row in 0..<rows {
            var covering = 0
            for column in 0..<columns {
                covering += change[row * stride + column]
                areas[row * columns + column] = part[row * stride + column] + covering * width
            }
        }
        return areas
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
