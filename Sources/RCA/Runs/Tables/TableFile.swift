import Imaging
import Tables

/// One result file; the first failure to write it ends it.
final class TableFile<Row: ScoreRow> {
    private let path: String
    private let guardian: OutputGuard
    private var file: ScoreTableFile<Row>?
    private var failure: InputError?

    init(_ folder: String, _ name: String, _ guardian: OutputGuard) {
        path = joined(folder, name)
        self.guardian = guardian
        do throws(InputError) {
            file = try ScoreTableFile(at: path)
        } catch {
            failure = error
        }
    }

    func append(_ row: Row) {
        do throws(InputError) {
            try file?.append(row)
        } catch {
            failure = error
            file = nil
        }
    }

    /// Nil if all is well.
    func commit() -> InputError? {
        guard let finished = file.take() else { return failure }
        do throws(InputError) {
            try finished.commit { whole throws(InputError) in try guardian.note(path, whole: whole) }
            return nil
        } catch {
            return error
        }
    }
}
