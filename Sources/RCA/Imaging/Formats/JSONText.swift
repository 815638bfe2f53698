import Files
import FoundationEssentials

/// JSON as programs write it to files: with a byte order mark or without, in UTF-8 or, as some Windows programs do, in
/// UTF-16.
enum JSONText {
    /// Whether a file that begins so may be JSON: an object or a list.
    static func isBegun(by bytes: some RandomAccessCollection<UInt8>) -> Bool {
        let start = Array(bytes)
        if let isBig = isUTF16(start) {
            let first = units(start, isBig: isBig).first { $0 > 0xff || !spaces.contains(UInt8($0)) }
            return first.flatMap { UInt8(exactly: $0) }.map(openings.contains) ?? false
        }
        let text = start.starts(with: InputFile.byteOrderMark) ? start[InputFile.byteOrderMark.count...] : start[...]
        return text.first { !spaces.contains($0) }.map(openings.contains) ?? false
    }

    /// The text in UTF-8, without a mark.
    static func plain(_ bytes: [UInt8]) -> [UInt8] {
        if bytes.starts(with: InputFile.byteOrderMark) { return Array(bytes[InputFile.byteOrderMark.count...]) }
        guard let isBig = isUTF16(bytes) else { return bytes }
        return Array(String(decoding: units(bytes, isBig: isBig), as: UTF16.self).utf8)
    }

    /// The code units of UTF-16 behind its mark.
    private static func units(_ bytes: [UInt8], isBig: Bool) -> [UInt16] {
        let (low, high) = isBig ? (1, 0) : (0, 1)
        return stride(from: 2, to: bytes.count - 1, by: 2).map { place -> UInt16 in
            let upper = UInt16(bytes[place + high]) << 8
            return upper | UInt16(bytes[place + low])
        }
    }

    /// The byte order of UTF-16 that has a mark; nil for other text.
    private static func isUTF16(_ bytes: [UInt8]) -> Bool? {
        bytes.starts(with: [0xff, 0xfe]) ? false : bytes.starts(with: [0xfe, 0xff]) ? true : nil
    }

    private static let spaces: [UInt8] = [0x20, 0x09, 0x0a, 0x0d]
    private static let openings = [UInt8(ascii: "{"), UInt8(ascii: "[")]
}

/// Looks through JSON for the names in its outermost object, or in the objects of its outermost list, without
/// decoding what they hold.
struct JSONNames {
    /// What was found.
    enum Finding: Equatable {
        /// One of the names that were looked for, or a list with nothing in it.
        case match
        case other
        /// The text ends before what it opened is closed.
        case unfinished
    }

    private let bytes: [UInt8]
    private var position = 0

    /// - Parameter bytes: UTF-8 without a mark.
    static func look(for wanted: Set<String>, in bytes: [UInt8]) -> Finding {
        var names = JSONNames(bytes: bytes)
        return names.find(wanted)
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private mutating func find(_ wanted: Set<String>) -> Finding {
        var opened: [UInt8] = []
        var isList = false
        var isEmpty = true
        while position < bytes.count {
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                if opened.isEmpty { isList = byte == UInt8(ascii: "[") } else { isEmpty = false }
                opened.append(byte)
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                guard opened.popLast() != nil else { return .other }
                if opened.isEmpty { return isList && isEmpty ? .match : .other }
            case UInt8(ascii: "\""):
                guard let text = takeString() else { return .unfinished }
                let isOutermost = opened.count == (isList ? 2 : 1) && opened.last == UInt8(ascii: "{")
                if isOutermost, isFollowedByColon, wanted.contains(text) { return .match }
                isEmpty = false
                continue
            case 0x20, 0x09, 0x0a, 0x0d: break
            default: isEmpty = false
            }
            position += 1
        }
        return .unfinished
    }

    /// The string that begins here, as it is written; nil where it does not end.
    private mutating func takeString() -> String? {
        let start = position + 1
        position = start
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "\"") {
                let end = position
                position += 1
                return end - start < 64 ? String(decoding: bytes[start..<end], as: UTF8.self) : ""
            }
            position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
        }
        return nil
    }

    private var isFollowedByColon: Bool {
        bytes[position...].first { ![0x20, 0x09, 0x0a, 0x0d].contains($0) } == UInt8(ascii: ":")
    }
}
