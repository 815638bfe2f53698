import Cases
import Files
import Journal
import Tables

/// `rca_masks.csv`, written mask by mask; the first failure to write it ends it.
final class MaskTableFile {
    static let name = "rca_masks.csv"
    private static let blockSize = 1 << 20

    private let path: String
    private let guardian: OutputGuard
    private var file: AtomicFile?
    private var writer: CSVWriter
    private var failure: InputError?

    init(_ folder: String, structures: [String], _ guardian: OutputGuard) {
        path = joined(folder, Self.name)
        self.guardian = guardian
        writer = CSVWriter(header: MaskTableFormat(structures: structures).header)
        do throws(InputError) {
            file = try AtomicFile(at: path)
        } catch {
            failure = error
        }
    }

    func append(_ fname: String, _ mask: JournalEntry.DrawnMask) {
        writer.append(fname)
        writer.append(mask.mean)
        writer.append(mask.maximum)
        writer.append("")
        for runs in mask.runs { writer.append(runs) }
        writer.append("\(mask.height)")
        writer.append("\(mask.width)")
        writer.endRow()
        if writer.bytes.count >= Self.blockSize { flush() }
    }

    private func flush() {
        let bytes = writer.takeBytes()
        do throws(InputError) {
            try file?.append(bytes)
        } catch {
            failure = error
            file = nil
        }
    }

    /// Nil if all is well.
    func commit() -> InputError? {
        flush()
        guard let finished = file.take() else { return failure }
        do throws(InputError) {
            try finished.commit { whole throws(InputError) in try guardian.note(path, whole: whole) }
            return nil
        } catch {
            return error
        }
    }
}
