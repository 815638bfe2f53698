import Files
import FoundationEssentials

/// What `make install` puts beside the program.
public enum InstalledFiles {
    /// The phantom reference set: `Reference` in the working folder, as in the project's, or else the installed one
    /// where there is one, `../share/rca/Reference` from the folder of the program.
    public static var phantomReference: String {
        let nearby = "Reference"
        guard !FolderListing.isFolder(nearby),
            let program = try? FileManager.default.destinationOfSymbolicLink(
                atPath: "/proc/self/exe")
        else { return nearby }
        let prefix = URL(filePath: program).deletingLastPathComponent().deletingLastPathComponent()
        let installed = prefix.appending(path: "share/rca/Reference").path
        return FolderListing.isFolder(installed) ? installed : nearby
    }
}
