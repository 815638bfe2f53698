/// A row of `rca_screen.csv`: what can be said of an image before anyone segments it, one an image.
public struct ScreenRow: ScoreRow {
    public var fname: String
    /// `yes`, or `no` where no one should segment the image as a chest radiograph.
    public var usable: String
    /// In single words with spaces between; empty for nothing.
    public var flags: String
    /// The reason of each flag, separated by `; `.
    public var reason: String
    /// As in `rca_reliability.csv`.
    public var verdict: String
    public var reliability: Float
    public var pose: String
    /// How the radiograph lies: `upright`, `mirrored`, `turned 90° clockwise`, …
    public var orientation: String
    /// `yes` or `no`: whether black and white are exchanged.
    public var inverted: String
    /// Clockwise, in degrees, beside the orientation.
    public var tilt: Float
    /// What margins take of each side of the image, 0 to 1.
    public var margins: (left: Float, top: Float, right: Float, bottom: Float)
    /// The share of the structures' outline at the edge of the picture.
    public var cut: Float
    /// How much of the chest's width or height reaches an edge of the picture; nil where no network sees it.
    public var edgeReach: Float?
    /// The share of the structures where the picture shows one grey value.
    public var blank: Float
    /// The share of the structures that is as dark or as bright as the image gets.
    public var clipped: Float
    /// The references that show the radiograph.
    public var reference: String
    /// The first image of the radiograph, where this is not it.
    public var duplicateOf: String
    /// The correlation with the image most like it.
    public var similarity: Float?
    /// In pixels.
    public var size: (width: Int, height: Int)

    public init(
        fname: String, usable: String, flags: String, reason: String, verdict: String, reliability: Float, pose: String,
        orientation: String, inverted: String, tilt: Float,
        margins: (left: Float, top: Float, right: Float, bottom: Float), cut: Float, edgeReach: Float? = nil,
        blank: Float, clipped: Float, reference: String, duplicateOf: String, similarity: Float?,
        size: (width: Int, height: Int)
    ) {
        self.fname = fname
        self.usable = usable
        self.flags = flags
        self.reason = reason
        self.verdict = verdict
        self.reliability = reliability
        self.pose = pose
        self.orientation = orientation
        self.inverted = inverted
        self.tilt = tilt
        self.margins = margins
        self.cut = cut
        self.edgeReach = edgeReach
        self.blank = blank
        self.clipped = clipped
        self.reference = reference
        self.duplicateOf = duplicateOf
        self.similarity = similarity
        self.size = size
    }

    public static let columns: [ScoreColumn<Self>] = [
        ScoreColumn("fname") { .text($0.fname) },
        ScoreColumn("usable") { .text($0.usable) },
        ScoreColumn("flags") { .text($0.flags) },
        ScoreColumn("reason") { .text($0.reason) },
        ScoreColumn("verdict") { .text($0.verdict) },
        ScoreColumn("reliability") { .number($0.reliability) },
        ScoreColumn("pose") { .text($0.pose) },
        ScoreColumn("orientation") { .text($0.orientation) },
        ScoreColumn("inverted") { .text($0.inverted) },
        ScoreColumn("tilt") { .number($0.tilt) },
        ScoreColumn("margin_left") { .number($0.margins.left) },
        ScoreColumn("margin_top") { .number($0.margins.top) },
        ScoreColumn("margin_right") { .number($0.margins.right) },
        ScoreColumn("margin_bottom") { .number($0.margins.bottom) },
        ScoreColumn("cut") { .number($0.cut) },
        ScoreColumn("edge_reach") { .number($0.edgeReach) },
        ScoreColumn("blank") { .number($0.blank) },
        ScoreColumn("clipped") { .number($0.clipped) },
        ScoreColumn("reference") { .text($0.reference) },
        ScoreColumn("duplicate_of") { .text($0.duplicateOf) },
        ScoreColumn("similarity") { .number($0.similarity) },
        ScoreColumn("width") { .text(String($0.size.width)) },
        ScoreColumn("height") { .text(String($0.size.height)) },
    ]
}

/// A row of `rca_upright.csv`: what was done to an image to lay it upright.
public struct UprightRow: ScoreRow, Equatable {
    public var fname: String
    /// The PNG file that was written; empty where none was.
    public var file: String
    /// What was done, or why nothing was written.
    public var done: String

    public init(fname: String, file: String, done: String) {
        self.fname = fname
        self.file = file
        self.done = done
    }

    public static let columns: [ScoreColumn<Self>] = [
        ScoreColumn("fname") { .text($0.fname) },
        ScoreColumn("file") { .text($0.file) },
        ScoreColumn("done") { .text($0.done) },
    ]
}
