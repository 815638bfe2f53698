public import Imaging
import Tables

/// Several masks with their outlines side by side: for papers and slides.
public struct ContactSheet: Sendable {
    /// A mask and what is written below its picture.
    public struct Entry: Sendable {
        public var mask: ExplainedMask
        /// What `rca_dice_scores.csv` has, in [0, 1].
        public var dice: Float?
        /// What is written in its place where it is known.
        public var expected: ExpectedRange?
        /// By structure, in the mask's order.
        public var structures: [Float?]

        public init(mask: ExplainedMask, dice: Float?, expected: ExpectedRange? = nil, structures: [Float?]) {
            self.mask = mask
            self.dice = dice
            self.expected = expected
            self.structures = structures
        }
    }

    public var title: String
    public var entries: [Entry]
    /// Pictures in a row, 1 or more.
    public var columns: Int
    /// Side of the square that a picture is fitted into, in pixels.
    public var side: Int
    /// Show the part with outlines in it rather than the whole radiograph.
    public var isCropped = true

    public init(title: String, entries: [Entry], columns: Int, side: Int) {
        self.title = title
        self.entries = entries
        self.columns = max(columns, 1)
        self.side = side
    }

    private static let gap = 16

    var rows: Int { (entries.count + columns - 1) / columns }

    /// A drawing with names, scores, what is wrong, and a legend as text.
    public func svg() -> [UInt8] {
        let values = SheetValues(self)
        guard let text = Resources.library.render(values, withTemplate: "sheet") else {
            preconditionFailure("the template of the sheet is among the resources")
        }
        return Array(text.utf8)
    }

    /// Pixels with outlines and no text: white where there is no picture.
    public func image() -> ColorImage {
        let width = columns * (side + Self.gap) + Self.gap
        let height = max(rows, 1) * (side + Self.gap) + Self.gap
        var canvas = Canvas(width: width, height: height)
        for (place, entry) in entries.enumerated() {
            let drawing = MaskDrawing(entry.mask, isCropped: isCropped)
            let radiograph = entry.mask.radiograph
            let size = drawing.frame.size(aspect: Double(radiograph.width) / Double(radiograph.height), side: side)
            let x = Self.gap + place % columns * (side + Self.gap) + (side - size.width) / 2
            let y = Self.gap + place / columns * (side + Self.gap) + (side - size.height) / 2
            canvas.fill(
                RadiographPicture.greys(radiograph, frame: drawing.frame, width: size.width, height: size.height),
                x: x, y: y, width: size.width)
            let area = Canvas.Area(x: x, y: y, width: size.width, height: size.height, frame: drawing.frame)
            for outline in drawing.expected { canvas.stroke(outline, Canvas.expected, in: area, isDashed: true) }
            for outline in drawing.drawn { canvas.stroke(outline, Canvas.drawn, in: area, isDashed: false) }
        }
        return canvas.image
    }
}

/// What the template of a contact sheet is filled with.
struct SheetValues: Sendable {
    struct Picture: Sendable {
        let x: Int
        let y: Int
        let side: Int
        let width: Int
        let height: Int
        let viewBox: String
        let name: String
        let radiograph: String
        let drawn: String?
        let expected: String?
        let score: String
        let scoreY: Int
        let caption: String?
        let captionY: Int
    }

    struct Place: Sendable {
        let x: Int
        let y: Int
    }

    let title: String
    let width: Int
    let height: Int
    let pictures: [Picture]
    let legend: Place

    private static let gap = 16
    /// Above and below a picture: the name; the scores and what is wrong.
    private static let head = 20
    private static let foot = 44

    init(_ sheet: ContactSheet) {
        let side = sheet.side
        let (across, down) = (side + Self.gap, Self.head + side + Self.foot)
        title = PrintableText.text(sheet.title)
        width = max(sheet.columns * across + Self.gap, 340)
        height = Self.gap + sheet.rows * down + 28
        legend = Place(x: Self.gap, y: height - 12)
        // About as many characters as fit below a picture.
        let room = max(side / 6, 12)
        pictures = sheet.entries.enumerated().map { place, entry in
            let drawing = MaskDrawing(entry.mask, isCropped: sheet.isCropped)
            let layers = PictureLayers(entry.mask, drawing, side: side)
            let whole = entry.expected.map { "expected \($0.text)" } ?? "Dice \(Self.text(entry.dice))"
            let parts = zip(entry.mask.structures, entry.structures).map { "\($0) \(Self.text($1))" }
            return Picture(
                x: Self.gap + place % sheet.columns * across, y: Self.gap + place / sheet.columns * down, side: side,
                width: layers.width, height: layers.height, viewBox: "0 0 \(layers.width) \(layers.height)",
                name: Self.cut(entry.mask.fname, room), radiograph: layers.radiograph, drawn: layers.drawn,
                expected: layers.expected,
                score: Self.cut(([whole] + parts).joined(separator: "  "), room),
                scoreY: Self.head + side + 16, caption: drawing.caption.map { Self.cut($0, room + room / 6) },
                captionY: Self.head + side + 31)
        }
    }

    private static func text(_ score: Float?) -> String { score.map { DecimalText.threeDigits(Double($0)) } ?? "–" }

    private static func cut(_ text: String, _ count: Int) -> String {
        let text = PrintableText.text(text)
        return text.count <= count ? text : text.prefix(count - 1) + "…"
    }
}
