/// A parameter of a run and its value in force.
public struct RunParameter: Codable, Sendable, Equatable {
    /// A value, written to JSON as what it is.
    public enum Value: Sendable, Equatable {
        case flag(Bool)
        case integer(Int)
        case number(Double)
        case text(String)
        case list([String])

        /// A number, whole or not; nil for anything else.
        package var number: Double? {
            switch self {
            case .number(let number): number
            case .integer(let number): Double(number)
            case .flag, .text, .list: nil
            }
        }
    }

    /// The option's name without dashes, `references-per-case` for one.
    public var name: String
    public var value: Value

    public init(_ name: String, _ value: Value) {
        self.name = name
        self.value = value
    }
}

extension RunParameter.Value: Codable {
    /// - Throws: what the encoder throws.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .flag(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .text(let value): try container.encode(value)
        case .list(let value): try container.encode(value)
        }
    }

    /// A number without a fraction is read as an integer: JSON does not tell the two apart.
    /// - Throws: `DecodingError` where the value is of another form.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let value = try? container.decode(Bool.self) {
            self = .flag(value)
        } else if let value = try? container.decode(Int.self) {
            self = .integer(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .text(value)
        } else {
            self = .list(try container.decode([String].self))
        }
    }
}
