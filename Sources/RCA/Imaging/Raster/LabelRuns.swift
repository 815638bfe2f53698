#if !RCA_PORTABLE
import CVector
#endif

/// A label map as runs of one index byte along its rows, found in one pass: what structures need to know of a mask of a
/// million pixels are a few thousand numbers.
package struct LabelRuns: Sendable {
    package let width: Int
    package let height: Int
    /// Where each run ends, row-major, and its byte; together all pixels. No run goes beyond its row.
    private let runs: [(end: Int32, byte: UInt8)]

    package init(_ map: LabelMap) {
        (width, height) = (map.width, map.height)
        runs = map.indices.withUnsafeBufferPointer { bytes in
            var runs: [(end: Int32, byte: UInt8)] = []
            runs.reserveCapacity(4 * map.height)
            for start in stride(from: 0, to: bytes.count, by: map.width) {
                let line = UnsafeBufferPointer(rebasing: bytes[start..<start + map.width])
                LabelChanges.forEach(in: line) { place in runs.append((Int32(start + place), line[place - 1])) }
                runs.append((Int32(start + map.width), line[map.width - 1]))
            }
            return runs
        }
    }

    /// The distinct bytes, ascending.
    package var bytes: [UInt8] {
        var seen = [Bool](repeating: false, count: 256)
        for run in runs { seen[Int(run.byte)] = true }
        return seen.indices.filter { seen[$0] }.map { UInt8($0) }
    }

    /// The pixels of each structure.
    ///
    /// - Parameters:
    ///   - table: for each of the 256 bytes 0 for background, else a structure's position plus 1.
    ///   - structureCount: no number of the table is larger.
    package func pixels(_ table: [Int32], structureCount: Int) -> [PixelRuns] {
        var found = [[PixelRuns.Run]](repeating: [], count: structureCount)
        var (row, lineStart, start) = (0, 0, 0)
        for run in runs {
            let end = Int(run.end)
            if start == lineStart + width { (row, lineStart) = (row + 1, start) }
            let place = Int(table[Int(run.byte)]) - 1
            if place >= 0 {
                let pixels = PixelRuns.Run(row: row, start: start - lineStart, end: end - lineStart)
                // Two bytes that are one structure may lie side by side.
                if let last = found[place].last, last.row == row, last.end == pixels.start {
                    found[place][found[place].count - 1] = PixelRuns.Run(row: row, start: last.start, end: pixels.end)
                } else {
                    found[place].append(pixels)
                }
            }
            start = end
        }
        return found.map { PixelRuns(width: width, height: height, runs: $0) }
    }
}

/// Where the bytes of a row change.
enum LabelChanges {
    /// Calls `body` with each place, from the left, whose byte is not the one before it.
    @inline(__always)
    static func forEach(in row: UnsafeBufferPointer<UInt8>, _ body: (Int) -> Void) {
        var seen = 1
        #if !RCA_PORTABLE
        guard let base = row.baseAddress else { return }
        while seen + 32 <= row.count {
            var changes = rca_changes(base + seen)
            while changes != 0 {
                body(seen + changes.trailingZeroBitCount)
                changes &= changes - 1
            }
            seen += 32
        }
        #endif
        while seen < row.count {
            if row[seen] != row[seen - 1] { body(seen) }
            seen += 1
        }
    }
}
