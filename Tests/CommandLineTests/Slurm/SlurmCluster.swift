import Foundation
import Subprocess

/// A real Slurm of one node, started by `scripts/slurm/cluster.sh` for the tests of this run.
enum SlurmCluster {
    /// How long it lives at most, in seconds: longer than all tests take on a busy machine.
    static let lifetime = 2700.0

    /// Whether the programs are there that the script needs.
    static let isInstalled: Bool = {
        let path = (ProcessInfo.processInfo.environment["PATH"] ?? "") + ":/usr/sbin:/sbin"
        let folders = path.split(separator: ":")
        return ["munged", "slurmctld", "slurmd", "sbatch", "setpriv"].allSatisfy { program in
            folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(program)") }
        }
    }()

    struct Running {
        /// The path of its configuration, `SLURM_CONF` for those who talk to it.
        let configuration: String
        /// When it was there.
        let started: Date
    }

    /// The cluster, started by the first who asks; nil where it could not be, and the script has said why.
    static func running() async -> Running? { await start.value }

    private static let start = Task<Running?, Never> {
        let (lines, first) = AsyncStream<String>.makeStream()
        Task.detached {
            try? await launch { first.yield($0) }
            first.finish()
        }
        return await lines.first { _ in true }.map { Running(configuration: $0, started: Date()) }
    }

    /// Starts the script, and returns when it has ended.
    ///
    /// It ends when this process does, however that may be: then nobody holds the other end of its input.
    private static func launch(_ started: @escaping @Sendable (String) -> Void) async throws {
        let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(path: "scripts/slurm/cluster.sh")
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { return }
        // Not for the programs that tests start: they would keep the cluster alive.
        _ = fcntl(ends[1], F_SETFD, FD_CLOEXEC)
        _ = try await Subprocess.run(
            .name("env"),
            arguments: [
                "RCA_SLURM_SECONDS=\(Int(lifetime))", script.path, "with", "sh", "-c",
                "echo \"$SLURM_CONF\"; exec cat >/dev/null",
            ],
            input: .fileDescriptor(.init(rawValue: ends[0]), closeAfterSpawningProcess: true),
            output: .sequence, error: .currentStandardError
        ) { execution in
            for try await line in execution.standardOutput.strings() { started(line) }
        }
    }
}
