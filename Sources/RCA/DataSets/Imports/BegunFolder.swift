import Files
import Glibc
import Imaging
import Machine

/// Where an import draws its pictures for as long as they are not all there: half a set would pass for a whole one.
///
/// The name tells which process it is of, so that imports into one folder leave each other's alone, and what a process
/// left that was killed is known.
struct BegunFolder {
    let path: String
    private let output: String

    private static let prefix = ".rca_importing-"

    init(in output: String) {
        self.output = output
        path = joined(output, "\(Self.prefix)\(HostName.current)-\(getpid())")
    }

    func remove() { OutputFolders.removeFile(path) }

    /// Gives the folders in it their places in the output, where nothing or empty folders stand: all of them or none.
    /// - Throws: ``InputError`` (`output unwritable`).
    func place(_ names: [String]) throws(InputError) {
        for (index, name) in names.enumerated() {
            do throws(InputError) {
                try OutputFolders.place(joined(path, name), as: joined(output, name))
            } catch {
                for earlier in names[..<index] {
                    try? OutputFolders.place(joined(output, earlier), as: joined(path, earlier))
                }
                throw error
            }
        }
    }

    /// Removes what processes of this machine have left in an output folder that are no more.
    static func removeAbandoned(in output: String) {
        let own = "\(prefix)\(HostName.current)-"
        for name in FolderEntries.hiddenNames(in: output) where name.hasPrefix(own) {
            guard let process = pid_t(name.dropFirst(own.count)), kill(process, 0) != 0, errno == ESRCH else {
                continue
            }
            OutputFolders.removeFile(joined(output, name))
        }
    }
}
