#if JPEG
import CJPEG
#endif
#if GIF
import CGIF
#endif
#if DICOM
import CDICOM
#endif
#if NIfTI
import CNIfTI
#endif

/// What this build reads. PNG, NumPy and run-length masks always; the others where their trait was on when the
/// package was built.
public enum ImageFormats {
    /// A format that this build reads.
    public struct Supported: Sendable, Equatable {
        public let format: ImageFormat
        /// The library that reads it, or nil for what the program reads on its own.
        public let library: String?
        /// The library's release.
        public let version: String?

        /// `JPEG (libjpeg-turbo 2.1.5)`.
        public var description: String {
            guard let library else { return format.rawValue }
            return "\(format.rawValue) (\(version.map { "\(library) \($0)" } ?? library))"
        }
    }

    /// The release of the OpenJPEG that decodes JPEG 2000 in DICOM files, or nil for a build without it.
    public static var jpeg2000Version: String? {
        #if DICOM && JPEG2000
        JPEG2000Decoder.libraryVersion
        #else
        nil
        #endif
    }

    /// In the order of ``ImageFormat``.
    public static var supported: [Supported] {
        ImageFormat.allCases.compactMap { format -> Supported? in
            switch format {
            case .png: return Supported(format: format, library: "libpng", version: PNGReader.libraryVersion)
            case .npy, .runLength: return Supported(format: format, library: nil, version: nil)
            case .jpeg:
                #if JPEG
                return Supported(
                    format: format, library: "libjpeg-turbo", version: String(cString: cjpeg_library_version()))
                #else
                return nil
                #endif
            case .gif:
                #if GIF
                return Supported(format: format, library: "giflib", version: String(cString: cgif_library_version()))
                #else
                return nil
                #endif
            case .dicom:
                #if DICOM
                return Supported(format: format, library: "DCMTK", version: String(cString: cdicom_library_version()))
                #else
                return nil
                #endif
            case .nifti:
                #if NIfTI
                return Supported(
                    format: format, library: "niftilib", version: String(cString: cnifti_library_version()))
                #else
                return nil
                #endif
            }
        }
    }

    /// `PNG, JPEG, …`: the names of ``supported``.
    public static var names: String { supported.map(\.format.rawValue).joined(separator: ", ") }

    /// Whether this build reads a format.
    public static func supports(_ format: ImageFormat) -> Bool { supported.contains { $0.format == format } }
}
