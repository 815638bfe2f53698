import Archives
import Imaging
import LinearAlgebra

/// The system libraries that this build runs with.
public enum BuildLibraries {
    /// One line a library: name and version as the library itself reports them.
    public static var description: String {
        "libpng \(PNGReader.libraryVersion)\n\(OpenBLAS.configuration)\nlibarchive \(ArchiveLibrary.version)"
    }
}
