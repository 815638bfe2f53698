import FoundationEssentials

/// What the template of a picture is filled with: a radiograph as PNG and lines over it as SVG paths.
struct PictureLayers: Sendable {
    let width: Int
    let height: Int
    /// A data URI; empty where the radiograph is one of those that the page defines once (``shared``).
    let radiograph: String
    /// The identifier of such a radiograph.
    let shared: String?
    /// Path data, nil where there is nothing to draw.
    let drawn: String?
    let expected: String?
    let missing: String?
    let extra: String?
    /// A data URI of how probably each place of the mask is wrong; nil where that is not known.
    let errors: String?
    /// Written into the mask's own picture.
    let names: [StructureName]
    let description: String

    /// The mask on its own radiograph.
    init(_ mask: ExplainedMask, _ drawing: MaskDrawing, side: Int) {
        let size = drawing.frame.size(
            aspect: Double(mask.radiograph.width) / Double(mask.radiograph.height), side: side)
        (width, height) = size
        func path(_ outlines: [Outline]) -> String? {
            let data = SVGPath.data(outlines, in: drawing.frame, width: size.width, height: size.height)
            return data.isEmpty ? nil : data
        }
        radiograph = Self.uri(
            RadiographPicture.png(mask.radiograph, frame: drawing.frame, width: width, height: height))
        shared = nil
        drawn = path(drawing.drawn)
        expected = path(drawing.expected)
        errors = mask.errors.map {
            Self.uri(ErrorPicture.png($0, frame: drawing.frame, width: size.width, height: size.height))
        }
        missing = errors == nil ? path([drawing.missing]) : nil
        extra = errors == nil ? path([drawing.extra]) : nil
        names = StructureName.all(
            mask.structures, drawing.drawn, in: drawing.frame, width: size.width, height: size.height)
        description = "\(mask.fname) with its outline" + (drawing.caption.map { ": " + $0 } ?? "")
    }

    /// The mask carried to a reference, whose radiograph the page defines as `shared`.
    init(_ reference: ExplainedMask.BestReference, structures: [String], shared: String, side: Int) {
        let size = Self.size(reference, side: side)
        (width, height) = size
        func path(_ grid: LabelGrid) -> String? {
            let data = SVGPath.data(
                structures.indices.map { Outline(grid, structure: $0) }, in: .whole, width: size.width,
                height: size.height)
            return data.isEmpty ? nil : data
        }
        radiograph = ""
        self.shared = shared
        drawn = path(reference.carried)
        expected = path(reference.truth)
        missing = nil
        extra = nil
        errors = nil
        names = []
        description = "the reference \(reference.name) with its true outline, and the mask's outline carried there"
    }

    static func size(_ reference: ExplainedMask.BestReference, side: Int) -> (width: Int, height: Int) {
        PictureFrame.whole.size(
            aspect: Double(reference.radiograph.width) / Double(reference.radiograph.height), side: side)
    }

    static func uri(_ png: [UInt8]) -> String { "data:image/png;base64," + Data(png).base64EncodedString() }
}
