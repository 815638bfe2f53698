import ArgumentParser

/// How a command prints its result on standard output.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument {
    /// Tables for a person.
    case text
    /// Stable keys, documented in docs/formats.md.
    case json
    /// One figure a row.
    case csv
}
