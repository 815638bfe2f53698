import Files
public import SystemPackage

/// Reads images and masks of every format that this build has, told by their content.
///
///     let radiograph = try ImageReader.readGrayscaleImage(at: "images/00000001_000.dcm")
///     let mask = try ImageReader.readLabelMap(at: "masks/00000001_000.nii.gz")
///
/// What each format becomes is said by its own reader: ``PNGReader``, and for the others in `docs/formats.md`. A file
/// that is missing, empty, of no known format, cut short, damaged or larger than the limits is an ``InputError`` that
/// names it; never half a picture.
public enum ImageReader {
    /// The picture at `path` as luminance, with its pixels' spacing where the file knows it.
    /// - Throws: ``InputError`` where the file cannot be read, is damaged or too large, or of a format that is not
    ///   read.
    public static func readGrayscaleImage(
        at path: FilePath, limits: ImageLimits = .standard
    ) throws(InputError) -> GrayscaleImage {
        try readGrayscaleImage(at: path.string, limits: limits)
    }

    package static func readGrayscaleImage(
        at path: String, limits: ImageLimits = .standard
    ) throws(InputError) -> GrayscaleImage {
        let bytes = try InputFile.read(at: path, maximumBytes: limits.fileBytes)
        return try grayscaleImage(from: bytes, named: path, limits: limits)
    }

    /// The labels at `path`, with their pixels' spacing where the file knows it.
    ///
    /// - Parameter imageSize: of the image that the mask is of, where that is known: JSON need not say its size.
    /// - Throws: ``InputError`` as ``readGrayscaleImage(at:limits:)``, and where it is no label map.
    public static func readLabelMap(
        at path: FilePath, limits: ImageLimits = .standard, imageSize: PictureSize? = nil
    ) throws(InputError) -> LabelMap {
        try readLabelMap(at: path.string, limits: limits, imageSize: imageSize)
    }

    package static func readLabelMap(
        at path: String, limits: ImageLimits = .standard, imageSize: PictureSize? = nil
    ) throws(InputError) -> LabelMap {
        let bytes = try InputFile.read(at: path, maximumBytes: limits.fileBytes)
        return try labelMap(from: bytes, named: path, limits: limits, imageSize: imageSize)
    }

    /// As ``readGrayscaleImage(at:limits:)``, of a file's bytes; `name` stands for it in errors.
    /// - Throws: ``InputError`` where the bytes are damaged, too large, or of a format that is not read.
    public static func grayscaleImage(
        from bytes: [UInt8], named name: String, limits: ImageLimits = .standard
    ) throws(InputError) -> GrayscaleImage {
        switch try format(of: bytes, named: name) {
        case .png: return try PNGReader.grayscaleImage(from: bytes, named: name, limits: limits)
        case .npy: return try NPYReader.plane(from: bytes, named: name, limits: limits).grayscaleImage(named: name)
        case .runLength:
            throw InputError(
                .formatUnsupported, name, "is a run-length mask (JSON), not an image", remedy: "give the image itself")
        case .jpeg:
            #if JPEG
            return try JPEGReader.grayscaleImage(from: bytes, named: name, limits: limits)
            #else
            throw notBuilt(.jpeg, name)
            #endif
        case .gif:
            #if GIF
            return try GIFReader.picture(from: bytes, named: name, limits: limits).grayscaleImage(named: name)
            #else
            throw notBuilt(.gif, name)
            #endif
        case .dicom:
            #if DICOM
            return try DICOMReader.grayscaleImage(from: bytes, named: name, limits: limits)
            #else
            throw notBuilt(.dicom, name)
            #endif
        case .nifti:
            #if NIfTI
            return try NIfTIReader.plane(from: bytes, named: name, limits: limits).grayscaleImage(named: name)
            #else
            throw notBuilt(.nifti, name)
            #endif
        }
    }

    /// As ``readLabelMap(at:limits:imageSize:)``, of a file's bytes; `name` stands for it in errors.
    ///
    /// - Parameter imageSize: of the image that the mask is of, where that is known: JSON need not say its size.
    /// - Throws: ``InputError`` where the bytes are damaged, too large, of a format that is not read, or no label
    ///   map.
    public static func labelMap(
        from bytes: [UInt8], named name: String, limits: ImageLimits = .standard, imageSize: PictureSize? = nil
    ) throws(InputError) -> LabelMap {
        switch try format(of: bytes, named: name) {
        case .png: return try PNGReader.labelMap(from: bytes, named: name, limits: limits)
        case .npy: return try NPYReader.plane(from: bytes, named: name, limits: limits).labelMap(named: name)
        case .runLength:
            return try RunLengthFile.labelMap(from: bytes, named: name, limits: limits, imageSize: imageSize)
        case .jpeg:
            throw InputError(
                .formatUnsupported, name, "is a JPEG, which does not keep the values of labels",
                remedy: "save the mask as PNG, or make one by a threshold (magick mask.jpg -threshold 50% mask.png)")
        case .gif:
            #if GIF
            return try GIFReader.picture(from: bytes, named: name, limits: limits).labelMap
            #else
            throw notBuilt(.gif, name)
            #endif
        case .dicom:
            #if DICOM
            return try DICOMReader.labelMap(from: bytes, named: name, limits: limits)
            #else
            throw notBuilt(.dicom, name)
            #endif
        case .nifti:
            #if NIfTI
            return try NIfTIReader.plane(from: bytes, named: name, limits: limits).labelMap(named: name)
            #else
            throw notBuilt(.nifti, name)
            #endif
        }
    }

    private static func format(of bytes: [UInt8], named name: String) throws(InputError) -> ImageFormat {
        guard !bytes.isEmpty else {
            throw InputError(.fileEmpty, name, "is empty (0 bytes)", remedy: "copy or export it again")
        }
        if let format = ImageFormat(firstBytes: bytes.prefix(400)) { return format }
        let guess = ImageFormat.otherName(of: bytes.prefix(16)).map { "is a \($0) file, which is not read" }
        throw InputError(
            .formatUnsupported, name, "\(guess ?? "is no picture that is read") (\(ImageFormats.names))",
            remedy: "convert it to PNG")
    }

    #if !(JPEG && GIF && DICOM && NIfTI)
    private static func notBuilt(_ format: ImageFormat, _ name: String) -> InputError {
        InputError(
            .formatUnsupported, name,
            "is a \(format.rawValue) file; this build of rca-cli reads \(ImageFormats.names)",
            remedy: "build with --traits \(format.rawValue), or convert it to PNG")
    }
    #endif
}
