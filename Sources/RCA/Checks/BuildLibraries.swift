import Archives
import CProcessor
import Imaging
import LinearAlgebra

/// The system libraries that this build runs with.
public enum BuildLibraries {
    /// A library, as it reports itself while the program runs.
    public struct Library: Sendable, Equatable {
        /// Its name, `libpng` for one.
        public let name: String
        /// Its release, and for some how it was configured.
        public let version: String
    }

    /// Every one. A library that the program begins to use gets a line here, and then shows in `--version` and
    /// `doctor`.
    public static var all: [Library] {
        [
            Library(name: "libpng", version: PNGReader.libraryVersion),
            Library(name: "OpenBLAS", version: withoutName(OpenBLAS.configuration)),
            Library(name: "libcrypto", version: SHA256.libraryVersion),
            Library(name: "zlib", version: ArchiveLibrary.zlibVersion),
        ]
            + (PNGReader.inflaterVersion.map { [Library(name: "libdeflate", version: "\($0), unpacks PNG")] } ?? [])
            + [ArchiveLibrary.version].compactMap { $0.map { Library(name: "libarchive", version: $0) } }
            + ImageFormats.supported.filter { $0.format != .png }.compactMap { format in
                guard let name = format.library, let version = format.version else { return nil }
                return Library(name: name, version: "\(version), reads \(format.format.rawValue)")
            }
            + (ImageFormats.jpeg2000Version.map {
                [Library(name: "OpenJPEG", version: "\($0), reads JPEG 2000 in DICOM")]
            } ?? [])
    }

    /// What other builds read and this one does not, since it is without the libraries: `JPEG`, `archives (tar, zip)`.
    public static var notBuilt: [String] {
        ImageFormat.allCases.filter { !ImageFormats.supports($0) }.map(\.rawValue)
            + (ImageFormats.supports(.dicom) && ImageFormats.jpeg2000Version == nil ? ["JPEG 2000 in DICOM"] : [])
            + (ArchiveLibrary.isBuilt ? [] : ["archives (tar, zip)"])
    }

    /// One line a library: name and version as the library itself reports them; then what is not built, if anything.
    public static var description: String {
        (all.map { "\($0.name) \($0.version)" }
            + (notBuilt.isEmpty ? [] : ["not in this build: \(notBuilt.joined(separator: ", "))"]))
            .joined(separator: "\n")
    }

    /// The commit that was built, as `git describe` names it; nil for a build outside `make install` and `make deb`.
    public static var revision: String? {
        let revision = unsafe String(cString: rca_build_revision())
        return revision.isEmpty ? nil : revision
    }

    /// OpenBLAS begins its own description with its name.
    private static func withoutName(_ configuration: String) -> String {
        let name = "OpenBLAS "
        let text = configuration.hasPrefix(name) ? configuration.dropFirst(name.count) : configuration[...]
        return text.split(separator: " ").joined(separator: " ")
    }
}
