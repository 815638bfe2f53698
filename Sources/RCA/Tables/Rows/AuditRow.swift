/// A row of `rca_audit.csv`: what a structure of a mask looks like by itself, one a mask and structure.
///
/// Numbers are nil where the structure is not there.
public struct AuditRow: StructureRow, Equatable {
    public var fname: String
    public var structure: String
    /// What is out of the way, in single words with spaces between; empty for nothing.
    public var flags: String
    /// The reason of each flag, separated by `; `.
    public var reason: String
    /// The share of the image, 0 to 1.
    public var area: Float
    /// The share of the set's masks in which the structure is smaller, those of the same size counted half; 0 to 1.
    public var areaRank: Float?
    public var components: Int
    /// The share of its pixels outside the largest components, as many as most masks have.
    public var outside: Float?
    /// The pixels that it encloses, by its own.
    public var holes: Float?
    /// The share of its outline at the image's edge.
    public var edge: Float?
    /// The length of its outline by that of the smoothed outline; 1 or so for a smooth one.
    public var raggedness: Float?
    /// The share of its pixels that another structure claims too; nil also where masks cannot overlap.
    public var overlap: Float?
    /// The share of its pixels that another structure encloses.
    public var enclosed: Float?

    public init(
        fname: String, structure: String, flags: String, reason: String, area: Float, areaRank: Float?,
        components: Int, outside: Float?, holes: Float?, edge: Float?, raggedness: Float?, overlap: Float?,
        enclosed: Float?
    ) {
        self.fname = fname
        self.structure = structure
        self.flags = flags
        self.reason = reason
        self.area = area
        self.areaRank = areaRank
        self.components = components
        self.outside = outside
        self.holes = holes
        self.edge = edge
        self.raggedness = raggedness
        self.overlap = overlap
        self.enclosed = enclosed
    }

    public static let columns: [ScoreColumn<Self>] = [
        ScoreColumn("fname") { .text($0.fname) },
        ScoreColumn("structure") { .text($0.structure) },
        ScoreColumn("flags") { .text($0.flags) },
        ScoreColumn("reason") { .text($0.reason) },
        ScoreColumn("area") { .number($0.area) },
        ScoreColumn("area_rank") { .number($0.areaRank) },
        ScoreColumn("components") { .text(String($0.components)) },
        ScoreColumn("outside") { .number($0.outside) },
        ScoreColumn("holes") { .number($0.holes) },
        ScoreColumn("edge") { .number($0.edge) },
        ScoreColumn("raggedness") { .number($0.raggedness) },
        ScoreColumn("overlap") { .number($0.overlap) },
        ScoreColumn("enclosed") { .number($0.enclosed) },
    ]
}
