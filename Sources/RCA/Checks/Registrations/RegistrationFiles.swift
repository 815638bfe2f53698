import FoundationEssentials
public import Imaging
import Machine
import Registration
import Runs
public import Scoring

/// One registration, written out for a person to look at: what `rca-cli register` does.
public enum RegistrationFiles {
    /// What the registration achieved; `registration.json`.
    public struct Summary: Codable, Sendable, Equatable {
        /// Correlation of the prepared images, over the whole frame, before and after.
        public var correlationBefore: Float
        public var correlationAfter: Float
        /// The affine part in frame coordinates: xx, xy, x0, yx, yy, y0.
        public var affine: [Double]
        /// Mean and largest length of the displacement, in pixels of the fixed image.
        public var meanDisplacement: Float
        public var largestDisplacement: Float
    }

    /// Registers the moving image to the fixed one and writes `warped.png`, `checkerboard.png`,
    /// `displacement.npy` (height × width × 2, Float32, pixels: from a fixed pixel's centre to its partner in the
    /// moving image), `registration.json`, and `warped_labels.png` where labels are given.
    ///
    /// - Parameters:
    ///   - fixed: path of the image that stays.
    ///   - moving: path of the image that is brought onto it.
    ///   - movingLabels: path of the moving image's label map.
    ///   - fixedLabels: path of the fixed image's label map; registration then weights the band round its
    ///     boundaries as scoring does.
    ///   - method: how to register.
    ///   - reference: the bundle whose network registers, where `method` is a learned one.
    ///   - output: the folder that the files go to.
    ///   - overwrites: replace files that are there already and were not written by this.
    /// - Throws: ``InputError`` naming the file that cannot be read, used or written.
    public static func write(
        fixed: String, moving: String, movingLabels: String?, fixedLabels: String?, to output: String,
        method: RegistrationKind = .freeForm, reference: String? = nil, overwrites: Bool = false
    ) throws(InputError) -> Summary {
        try AddressSpace.check(workers: 1)
        let inputs = OutputGuard(
            "register", inputs: [fixed, moving, movingLabels, fixedLabels, reference], overwrites: overwrites)
        try inputs.checkFolder(output)
        let outputs = inputs.inRunFolder(output)
        for name in names + (movingLabels == nil ? [] : [labelsName]) { try outputs.check(joined(output, name)) }
        let fixedRadiograph = try ImageReader.readGrayscaleImage(at: fixed)
        let movingRadiograph = try ImageReader.readGrayscaleImage(at: moving)
        var labels: LabelMap?
        if let movingLabels {
            labels = try labelMap(movingLabels, on: movingRadiograph)
        }
        let preparation = PreparationParameters.standard
        let boundaries = try boundaryLabels(fixedLabels, radiograph: fixedRadiograph, size: preparation.size)
        let network = try network(method, reference)
        try OutputFolders.create(output)
        let query = QueryImage(Radiograph(movingRadiograph), parameters: preparation)
        let fixedQuery = QueryImage(Radiograph(fixedRadiograph), parameters: preparation)
        let fixedImage = FixedImage(image: fixedQuery.prepared, labels: boundaries)
        let registration = ImageRegistration()
        let transform: RegisteredTransform =
            network.map { .dense($0.transform(fixed: fixedQuery, moving: query, size: preparation.size)) }
            ?? .freeForm(registration.register(fixed: fixedImage, moving: query.moving))
        let warp = FullSizeWarp(transform, width: fixedRadiograph.width, height: fixedRadiograph.height)
        let warped = warp.image(movingRadiograph)
        let displacements = warp.displacements(
            movingWidth: movingRadiograph.width, movingHeight: movingRadiograph.height)
        let affine = transform.affine
        func correlation(_ transform: RegisteredTransform) -> Float {
            registration.similarity(fixed: fixedImage, moving: query.moving, transform: transform).overall
        }
        let lengths = stride(from: 0, to: displacements.count, by: 2).map { index -> Float in
            let (x, y) = (displacements[index], displacements[index + 1])
            return (x * x + y * y).squareRoot()
        }
        let summary = Summary(
            correlationBefore: correlation(.dense(.identity(size: preparation.size))),
            correlationAfter: correlation(transform),
            affine: [affine.xx, affine.xy, affine.x0, affine.yx, affine.yy, affine.y0],
            meanDisplacement: Float(lengths.reduce(0.0) { $0 + Double($1) } / Double(lengths.count)),
            largestDisplacement: lengths.max() ?? 0)
        try outputs.write(PNGWriter.encode(warped, compression: .fast), to: joined(output, "warped.png"))
        try outputs.write(
            PNGWriter.encode(checkerboard(fixedRadiograph, warped), compression: .fast),
            to: joined(output, "checkerboard.png"))
        try outputs.write(
            NPY.encode(shape: [fixedRadiograph.height, fixedRadiograph.width, 2], values: displacements),
            to: joined(output, "displacement.npy"))
        if let labels, let movingLabels {
            try outputs.write(
                PNGWriter.encode(try warp.labels(labels, named: movingLabels), compression: .fast),
                to: joined(output, labelsName))
        } else {
            // An earlier registration's would mislead beside these.
            outputs.removeOwn(joined(output, labelsName))
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        guard let json = try? encoder.encode(summary) else {
            throw InputError(.outputUnwritable, joined(output, "registration.json"), "a figure is not a finite number")
        }
        try outputs.write(Array(json) + [10], to: joined(output, "registration.json"))
        return summary
    }

    /// The network that registers; nil for the free form.
    private static func network(
        _ method: RegistrationKind, _ reference: String?
    ) throws(InputError) -> ReferenceRegistration? {
        guard method != .freeForm else { return nil }
        guard let reference else {
            throw InputError(
                .optionInvalid, "--method", "\(method.rawValue) needs a bundle whose network registers",
                remedy: "name it with --reference")
        }
        return try ReferenceBundle.open(reference).registering(by: method, named: reference).registration
    }

    private static let names = ["warped.png", "checkerboard.png", "displacement.npy", "registration.json"]
    private static let labelsName = "warped_labels.png"

    private static func labelMap(_ path: String, on radiograph: GrayscaleImage) throws(InputError) -> LabelMap {
        let labels = try ImageReader.readLabelMap(at: path, imageSize: radiograph.size)
        let map = try MaskOrientation.reading(
            of: labels, on: radiograph.fileTurn, as: nil, isAskedFor: false, named: path)
        try AspectRatio.check(map, against: radiograph, named: path)
        return map
    }

    /// Which pixels of the fixed frame lie in which label, without naming structures: boundaries are all that
    /// the weight needs.
    private static func boundaryLabels(
        _ path: String?, radiograph: GrayscaleImage, size: Int
    ) throws(InputError) -> [UInt8] {
        guard let path else { return [] }
        let map = try labelMap(path, on: radiograph)
        return (0..<size * size).map { index in
            let row = (2 * (index / size) + 1) * map.height / (2 * size)
            let column = (2 * (index % size) + 1) * map.width / (2 * size)
            return map.indices[row * map.width + column]
        }
    }

    /// Eight by eight tiles, of the fixed and the warped image in turn: edges that run on across tiles fit.
    private static func checkerboard(_ fixed: GrayscaleImage, _ warped: GrayscaleImage) -> GrayscaleImage {
        let identity = SpatialTransform(deformation: FreeFormDeformation(intervals: 1))
        let first = FullSizeWarp(identity, width: fixed.width, height: fixed.height).image(fixed)
        guard case .eightBit(var tiles) = first.samples, case .eightBit(let second) = warped.samples else {
            return warped
        }
        for y in 0..<fixed.height {
            for x in 0..<fixed.width where (x * 8 / fixed.width + y * 8 / fixed.height) % 2 == 1 {
                tiles[y * fixed.width + x] = second[y * fixed.width + x]
            }
        }
        return GrayscaleImage(width: fixed.width, height: fixed.height, samples: .eightBit(tiles))
    }
}
