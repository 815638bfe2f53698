/// What is asked about the marks of several readers: the options of `rca-cli marks`.
public struct MarksRequest: Sendable {
    /// Tables `fname,mark` or `fname,mark,rater`.
    public var tables: [String]
    /// The readers' names, one a table; empty for what the tables or their names say.
    public var raters: [String] = []
    /// A folder of scores, or a table, that says which masks there are; nil for those that are marked.
    public var scores: String?
    /// The lowest rating of 1 to 5 that passes.
    public var passFrom = 3
    /// How a mask's marks decide about it.
    public var rule = MarkRule.majority
    /// Files to write: the masks that pass, those that fail, those that readers differ about.
    public var pass: String?
    public var fail: String?
    public var disagreements: String?
    /// 0 for no intervals.
    public var resamples = 2000
    public var seed: UInt64 = 1
    /// In (0, 1).
    public var confidence = 0.95
    /// Endings of file names that do not tell one image from another; nil for those of the run that wrote the scores.
    public var suffixes: [String]?
    /// Replace files that are there already.
    public var overwrites = false

    public init(tables: [String]) { self.tables = tables }
}
