import Glibc

extension WrittenFiles {
    /// Calls `body` with the digest, command and name of each file of a run folder: below it, or elsewhere and written
    /// by this very folder's runs.
    static func entries(
        _ path: String, of folder: String, _ body: (_ digest: String, _ command: String, _ name: String) -> Void
    ) {
        let place = place(of: folder)
        lines(path) { line in
            let parts = line.split(separator: "\t", omittingEmptySubsequences: false)
            guard (3...4).contains(parts.count), case let name = String(parts[2]).withoutEscapes else { return }
            let isBelow = !name.hasPrefix("/") && !name.split(separator: "/").contains("..")
            guard parts.count == 3 ? isBelow : String(parts[3]).withoutEscapes == place else { return }
            body(String(parts[0]), String(parts[1]), name)
        }
    }

    /// - Returns: whether the last line has its end.
    @discardableResult
    static func lines(_ path: String, _ body: (String) -> Void) -> Bool {
        guard let file = fopen(path, "re") else { return true }
        defer { fclose(file) }
        var buffer: UnsafeMutablePointer<CChar>?
        var capacity = 0
        defer { free(buffer) }
        while true {
            let count = getline(&buffer, &capacity, file)
            guard count > 0, let buffer else { return true }
            let bytes = UnsafeRawBufferPointer(start: buffer, count: count)
            guard bytes.last == UInt8(ascii: "\n") else { return false }
            body(String(decoding: bytes.dropLast(), as: UTF8.self))
        }
    }
}

extension String {
    /// Without tabs and line ends, which file names may have.
    var escaped: String {
        guard utf8.contains(where: { $0 < 0x20 || $0 == UInt8(ascii: "%") }) else { return self }
        return String(
            decoding: utf8.flatMap { byte -> [UInt8] in
                switch byte {
                case UInt8(ascii: "%"): Array("%25".utf8)
                case UInt8(ascii: "\t"): Array("%09".utf8)
                case UInt8(ascii: "\n"): Array("%0A".utf8)
                case UInt8(ascii: "\r"): Array("%0D".utf8)
                default: [byte]
                }
            }, as: UTF8.self)
    }

    var withoutEscapes: String {
        replacing("%0D", with: "\r").replacing("%0A", with: "\n").replacing("%09", with: "\t")
            .replacing("%25", with: "%")
    }
}
