public import Imaging

/// A simple pattern for file names: `N` is a digit, `?` any one character, `*` any text or none, and everything else
/// itself. A backslash takes the next character as itself.
///
///     try NamePattern("NNNNNNNN_NNN_labels.png").matches(bytes)  // true
public struct NamePattern: Sendable, Equatable {
    private enum Element: Sendable, Equatable {
        case byte(UInt8)
        case digit
        case anyCharacter
        case anyText
    }

    /// The names of NIH Chest-XRay14's published masks.
    public static let published = "NNNNNNNN_NNN_labels.png"

    /// The pattern as it was given.
    public let text: String
    private let elements: [Element]

    /// - Throws: `InputError` (`optionInvalid`) for an empty pattern, and for one that ends in a backslash.
    public init(_ text: String) throws(InputError) {
        var elements: [Element] = []
        var isEscaped = false
        for byte in text.utf8 {
            switch byte {
            case _ where isEscaped:
                elements.append(.byte(byte))
                isEscaped = false
            case UInt8(ascii: "\\"): isEscaped = true
            case UInt8(ascii: "N"): elements.append(.digit)
            case UInt8(ascii: "?"): elements.append(.anyCharacter)
            case UInt8(ascii: "*"): if elements.last != .anyText { elements.append(.anyText) }
            default: elements.append(.byte(byte))
            }
        }
        guard !elements.isEmpty, !isEscaped else {
            throw InputError(
                .optionInvalid, "--pattern '\(text)'", isEscaped ? "ends in a backslash" : "is empty",
                remedy: "write it as \(Self.published): N for a digit, ? for a character, * for any text")
        }
        self.text = text
        self.elements = elements
    }

    /// Whether the whole name, in UTF-8, is of this pattern. Costs at most the product of both lengths.
    public func matches(_ bytes: ArraySlice<UInt8>) -> Bool {
        var position = bytes.startIndex
        var index = 0
        // The last `*`, and where what it has taken so far ends: the only point to come back to.
        var retry: (index: Int, position: Int)?
        while position < bytes.endIndex {
            if index < elements.count, elements[index] == .anyText {
                retry = (index, position)
                index += 1
            } else if index < elements.count, let next = step(elements[index], bytes, position) {
                position = next
                index += 1
            } else if let (star, taken) = retry {
                position = taken + 1
                retry = (star, position)
                index = star + 1
            } else {
                return false
            }
        }
        while index < elements.count, elements[index] == .anyText { index += 1 }
        return index == elements.count
    }

    /// The position behind what one element takes, or nil where it does not fit.
    private func step(_ element: Element, _ bytes: ArraySlice<UInt8>, _ position: Int) -> Int? {
        let byte = bytes[position]
        switch element {
        case .byte(let wanted): return byte == wanted ? position + 1 : nil
        case .digit: return (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) ? position + 1 : nil
        case .anyText: return nil
        case .anyCharacter:
            var next = position + 1
            // The bytes that continue a character of UTF-8.
            while next < bytes.endIndex, bytes[next] & 0xc0 == 0x80 { next += 1 }
            return next
        }
    }
}
