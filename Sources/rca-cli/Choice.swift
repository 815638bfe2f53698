import ArgumentParser

/// One of the values that an enumeration of the library names, on the command line: in help, in messages of error, and
/// offered by the shell.
///
/// Of its own, since the library knows nothing of the command line, and its types are not made to conform from outside.
struct Choice<Value>: ExpressibleByArgument
where Value: RawRepresentable & CaseIterable & Sendable, Value.RawValue == String {
    let value: Value

    init(_ value: Value) { self.value = value }

    init?(argument: String) {
        guard let value = Value(rawValue: argument) else { return nil }
        self.value = value
    }

    static var allValueStrings: [String] { Value.allCases.map(\.rawValue) }
    static var defaultCompletionKind: CompletionKind { .list(allValueStrings) }
    var defaultValueDescription: String { value.rawValue }
}

/// How a command prints its result on standard output.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument {
    /// Tables for a person.
    case text
    /// Stable keys, documented in docs/formats.md.
    case json
    /// One figure a row.
    case csv
}
