#if DICOM
/// The entries of a table that a file stores as segments (PS3.3, C.7.9.2).
enum DICOMSegments {
    /// - Parameters:
    ///   - words: an operation, a length, and what the operation takes; again and again.
    ///   - bytes: bytes a word has in the file, 1 or 2.
    ///   - limit: how many entries there may be.
    /// - Returns: nil where the segments make no sense.
    static func entries(_ words: [UInt16], bytes: Int, limit: Int) -> [UInt16]? {
        var entries: [UInt16] = []
        var position = 0
        while position < words.count {
            // A byte of padding may end a table.
            if position == words.count - 1, words[position] == 0 { break }
            guard words[position] == 2 else {
                guard let next = append(words, at: position, to: &entries, limit: limit) else { return nil }
                position = next
                continue
            }
            // Repeats segments from a place in the file's bytes on, of which the lowest word comes first.
            let place = words[min(position + 2, words.count)...].prefix(4 / bytes)
            guard place.count == 4 / bytes else { return nil }
            var source = place.reversed().reduce(0) { $0 << (8 * bytes) | Int($1) } / bytes
            for _ in 0..<words[position + 1] {
                guard let next = append(words, at: source, to: &entries, limit: limit) else { return nil }
                source = next
            }
            position += 2 + place.count
        }
        return entries.isEmpty ? nil : entries
    }

    /// Carries out a segment that gives entries itself, and says where the next begins.
    private static func append(
        _ words: [UInt16], at position: Int, to entries: inout [UInt16], limit: Int
    ) -> Int? {
        guard position + 2 < words.count else { return nil }
        let length = Int(words[position + 1])
        guard length > 0, entries.count + length <= limit else { return nil }
        switch words[position] {
        case 0:
            guard position + 2 + length <= words.count else { return nil }
            entries += words[position + 2..<position + 2 + length]
            return position + 2 + length
        case 1:
            guard let start = entries.last.map(Double.init) else { return nil }
            let rise = Double(words[position + 2]) - start
            for step in 1...length {
                entries.append(UInt16((start + rise * Double(step) / Double(length)).rounded(.toNearestOrEven)))
            }
            return position + 3
        default: return nil
        }
    }
}
#endif
