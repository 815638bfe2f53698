import FoundationEssentials
import Glibc

/// Where each mask folder's tables go.
package enum OutputFolders {
    /// `output` itself for one mask folder; for several a sub-folder each, called by as many last parts of the
    /// mask folder's path as tell them apart, joined by `_`, and never as the run's own folders are.
    package static func names(for maskFolders: [String], in output: String) -> [String] {
        guard maskFolders.count > 1 else { return [output] }
        let parts = maskFolders.map { $0.split(separator: "/").filter { $0 != "." && $0 != ".." }.map(String.init) }
        let longest = parts.map(\.count).max() ?? 1
        for length in 1...max(longest, 1) {
            let names = parts.map { $0.suffix(length).joined(separator: "_") }
            if Set(names).count == names.count, own.isDisjoint(with: names), !names.contains("") {
                return names.map { joined(output, $0) }
            }
        }
        return maskFolders.indices.map { joined(output, "masks\($0 + 1)") }
    }

    /// What a run, and a submission to Slurm, call their own folders in an output folder: what they need to go on.
    package static let own: Set = [WrittenFiles.journalFolder, "slurm"]

    /// A folder for a run's pictures, as the run's list of what it wrote names it: below the run's own folder as it was
    /// given, elsewhere by its absolute path.
    package static func pictureFolder(_ folder: String, ofRunIn output: String) -> String {
        folder.hasPrefix(joined(output, ""))
            ? folder : AbsolutePaths.path(folder, in: FileManager.default.currentDirectoryPath)
    }

    /// Removes an earlier run's file that this run does not replace: beside the new tables it would mislead.
    package static func removeFile(_ path: String) { try? FileManager.default.removeItem(atPath: path) }

    /// Makes a folder with its parents, and makes sure that files can be written into it, before hours of work.
    ///
    /// - Throws: ``InputError`` (`output unwritable`).
    package static func create(_ path: String) throws(InputError) {
        try makeFolder(path)
        // Opened and never committed: it leaves nothing behind.
        _ = try AtomicFile(at: joined(path, "rca_run.json"))
    }

    /// Gives a finished folder its place, where nothing or an empty folder stands.
    ///
    /// - Throws: ``InputError`` (`output unwritable`).
    package static func place(_ folder: String, as target: String) throws(InputError) {
        guard rename(folder, target) == 0 else {
            throw InputError(
                .outputUnwritable, target, "cannot be made (\(systemMessage(errno)))",
                remedy: "choose a new output folder")
        }
    }

    /// Makes a folder with its parents.
    package static func makeFolder(_ path: String) throws(InputError) {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw InputError(
                .outputUnwritable, path, "cannot be made a folder",
                remedy: "check that its parent is writable and that no file has this name")
        }
    }
}
