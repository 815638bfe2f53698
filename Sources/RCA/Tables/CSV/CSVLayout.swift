/// How a comma-separated file is laid out: what readers pass over, and what tells one program's files from another's.
public struct CSVLayout: Sendable, Equatable {
    /// Whether it was compressed by gzip.
    public package(set) var isCompressed = false
    /// Whether it starts with the three bytes of a UTF-8 byte order mark.
    public internal(set) var hasByteOrderMark = false
    /// The lines, blank ones too, that end in CRLF rather than LF.
    public internal(set) var carriageReturns = 0
    /// The lines without a character. They are no rows.
    public internal(set) var blankLines = 0
    /// The fields in quotes, whether they need them or not.
    public internal(set) var quotedFields = 0
    /// Whether the last line has its end.
    public internal(set) var endsInLineEnd = true

    mutating func count(lineEndOfLength length: Int) {
        if length == 2 { carriageReturns += 1 }
    }
}
