/// A file's name as a key: equal where the bytes are, since Linux tells a composed `é` from a decomposed one.
package struct FileName: Hashable, Sendable {
    package let text: String

    package init(_ text: String) { self.text = text }

    package static func == (left: FileName, right: FileName) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }

    /// Names of equal bytes are equal strings, so the string's own hash serves.
    package func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
