import Glibc
import Imaging
import Tables

/// Whether a folder can be written to, and how much room is there.
enum DiskCheck {
    /// Sorting the rows of a million masks takes about a third of this.
    private static let comfortableBytes = 1 << 30

    static func finding(_ subject: String, _ folder: String, remedy: String) -> DoctorFinding {
        guard FolderListing.isFolder(folder) else {
            return DoctorFinding(subject, .wrong, "\(folder) is no folder", remedy: remedy)
        }
        do throws(InputError) {
            let probe = joined(folder, ".rca-doctor-\(String(UInt64.random(in: .min ... .max), radix: 36))")
            defer { unsafe unlink(probe) }
            try AtomicFile.write([UInt8](repeating: 0x5a, count: 1 << 20), to: probe)
        } catch {
            return DoctorFinding(subject, .wrong, "\(folder) \(error.problem)", remedy: remedy)
        }
        var status = statvfs()
        guard unsafe statvfs(folder, &status) == 0 else {
            return DoctorFinding(subject, .well, "\(folder) can be written to")
        }
        let free = Int(
            clamping: UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize)).partialValue)
        let size = "\(folder), \(DecimalText.threeDigits(Double(free) / 1e9)) GB free"
        return free < comfortableBytes
            ? DoctorFinding(subject, .note, size, remedy: "free some space: a run of many masks needs about 1 GB")
            : DoctorFinding(subject, .well, size)
    }
}
