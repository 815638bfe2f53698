import DataSets
import Foundation
import RCA
import TestSupport
import Testing

@Suite("A run whose task is cancelled")
struct CancelledRunTests {
    @Test("ends as by Ctrl-C, and the same run goes on where it was, to the same tables")
    func cancelled() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path
        try await PhantomFolders.write(
            count: 5, seed: 11, width: 64, height: 64, includesPredictions: false, to: path + "/reference")
        try await PhantomFolders.write(
            count: 3, seed: 5, width: 64, height: 64, includesPredictions: true, to: path + "/cases")
        let structures = try Structure.parseList(PhantomFolders.structures)
        func request(_ output: String) -> ScoringRequest {
            ScoringRequest(
                images: path + "/cases/images", masks: [path + "/cases/predictions/boundary_2"],
                reference: path + "/reference", structures: structures, output: "\(path)/\(output)")
        }
        let task = Task { try await ScoringRun(request("stopped")).run() }
        task.cancel()
        let outcome = try await task.value
        #expect(outcome.wasInterrupted && !outcome.isComplete)
        #expect(outcome.folders.map(\.scored) == [0])

        let rest = try await ScoringRun(request("stopped")).run()
        let whole = try await ScoringRun(request("whole")).run()
        #expect(rest.isComplete && whole.isComplete && rest.folders[0].scored == 3)
        for table in ["rca_dice_scores.csv", "rca_structures.csv", "rca_reliability.csv"] {
            #expect(
                try Data(contentsOf: URL(filePath: "\(path)/stopped/\(table)"))
                    == Data(contentsOf: URL(filePath: "\(path)/whole/\(table)")), "\(table)")
        }
    }
}
