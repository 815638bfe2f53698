#if !RCA_PORTABLE
import CVector
#endif

/// A label map as runs of one index byte along its rows, found in one pass: what structures need to know of a mask of a
/// million pixels are a few thousand numbers.
package struct LabelRuns: Sendable {
    package let width: Int
    package let height: Int
    /// Row by row from the top, each row's from the left; together all pixels.
    private let runs: [(pixels: PixelRuns.Run, byte: UInt8)]

    package init(_ map: LabelMap) {
        (width, height) = (map.width, map.height)
        runs = map.indices.withUnsafeBufferPointer { bytes in
            var runs: [(pixels: PixelRuns.Run, byte: UInt8)] = []
            runs.reserveCapacity(4 * map.height)
            for row in 0..<map.height {
                let line = UnsafeBufferPointer(rebasing: bytes[row * map.width..<(row + 1) * map.width])
                var start = 0
                LabelChanges.forEach(in: line) { place in
                    runs.append((PixelRuns.Run(row: row, start: start, end: place), line[start]))
                    start = place
                }
                runs.append((PixelRuns.Run(row: row, start: start, end: line.count), line[start]))
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
        for run in runs where table[Int(run.byte)] > 0 {
            let place = Int(table[Int(run.byte)]) - 1
            // Two bytes that are one structure may lie side by side.
            if let last = found[place].last, last.row == run.pixels.row, last.end == run.pixels.start {
                found[place][found[place].count - 1] = PixelRuns.Run(
                    row: last.row, start: last.start, end: run.pixels.end)
            } else {
                found[place].append(run.pixels)
            }
        }
        return found.map { PixelRuns(width: width, height: height, runs: $0) }
    }
}

/// Where the bytes of a row change.
enum LabelChanges {
    /// Calls `body` with each place, from the left, whose byte is not the one before it.
    @inline(__always)
    static func forEach(in row: UnsafeBufferPointer<UInt8>, _ body: (Int) -> Void) {
        var place = 1
        #if !RCA_PORTABLE
        guard let base = row.baseAddress else { return }
        while place + 32 <= row.count {
            var changes = rca_changes(base + place)
            while changes != 0 {
                body(place + changes.trailingZeroBitCount)
                changes &= changes - 1
            }
            place += 32
        }
        #endif
        for place in place..<max(place, row.count) where row[place] != row[place - 1] { body(place) }
    }
}
