import FoundationEssentials

/// A report's figures as a tree with named branches, which JSON and CSV are both written from.
///
/// Undefined figures are there, as JSON's `null` and as an empty CSV field: keys do not come and go with the data.
public indirect enum ReportValue: Sendable, Equatable {
    case text(String)
    case integer(Int)
    /// Nil, and a number that is not finite, are undefined.
    case number(Double?)
    case flag(Bool)
    case list([ReportValue])
    case branch([String: ReportValue])
    case undefined

    /// A score as the decimal that its file has, not as the digits that make a 64-bit float of it.
    public static func score(_ value: Float) -> ReportValue { .number(Double(value.description)) }

    /// Indented JSON with sorted keys, ended by LF: equal reports give equal bytes.
    public var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        // Encoding fails for numbers that are not finite alone, and those are encoded as null.
        guard let data = try? encoder.encode(self) else { return "" }
        return String(decoding: data, as: UTF8.self) + "\n"
    }

    /// CSV with the columns `figure` and `value`, one figure a row: the keys on the way to it joined by dots, places
    /// in lists counted from 1, sorted by bytes but for lists.
    public var csv: String {
        var writer = CSVWriter(header: ["figure", "value"])
        for (path, value) in figures(under: "") {
            writer.append(path)
            writer.append(value)
            writer.endRow()
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private func figures(under path: String) -> [(String, String)] {
        func below(_ key: String) -> String { path.isEmpty ? key : path + "." + key }
        switch self {
        case .text(let text): return [(path, text)]
        case .integer(let value): return [(path, String(value))]
        case .number(let value): return [(path, value.flatMap { $0.isFinite ? $0.description : nil } ?? "")]
        case .flag(let value): return [(path, String(value))]
        case .undefined: return [(path, "")]
        case .list(let values):
            return values.enumerated().flatMap { $0.element.figures(under: below(String($0.offset + 1))) }
        case .branch(let values):
            return values.sorted { $0.key.precedesInBytes($1.key) }.flatMap { $0.value.figures(under: below($0.key)) }
        }
    }
}

extension ReportValue: Encodable {
    /// - Throws: what the encoder throws.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .integer(let value): try container.encode(value)
        case .number(let value):
            if let value, value.isFinite { try container.encode(value) } else { try container.encodeNil() }
        case .flag(let value): try container.encode(value)
        case .undefined: try container.encodeNil()
        case .list(let values): try container.encode(values)
        case .branch(let values): try container.encode(values)
        }
    }
}
