import Foundation
import RCA
import TestSupport
import Testing

@Suite("rca-cli score with an output that cannot be written")
struct ScoreOutputTests {
    @Test("says so before any work: a file, a path below a file, a folder where a table goes")
    func refused() async throws {
        let place = try await Workplace()
        try place.write([1], to: "file")
        try place.makeFolder("taken/rca_run.json")
        for (output, words) in [
            ("file", "file: cannot be made a folder"), ("file/below", "file/below: cannot be made a folder"),
            ("/proc/rca", "/proc/rca: cannot be made a folder"),
            ("taken", "taken/rca_run.json: cannot be written (is a folder)"),
        ] {
            let result = try await place.score(["output": output])
            #expect(result.status == 2)
            #expect(result.error.hasPrefix("rca-cli: \(words)"), "\(result.error)")
            #expect(result.error.split(separator: "\n").count == 1)
        }
    }

    @Test("says so of a folder without permission")
    func permission() async throws {
        let place = try await Workplace()
        try place.makeFolder("locked")
        try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: place.file("locked"))
        let result = try await place.score(["output": "locked"], prefix: Program.bound)
        #expect(result.status == 2)
        #expect(result.error.contains("permission denied"))
    }

    @Test("for one full device still writes the other files")
    func fullDevice() async throws {
        let place = try await Workplace()
        try await #expect(place.score(["output": "well"]).status == 0)
        try place.makeFolder("out")
        try place.link("out/rca_dice_scores.csv", to: "/dev/full")
        let result = try await place.score()
        #expect(result.status == 2)
        #expect(
            result.error.contains(
                "rca-cli: out/rca_dice_scores.csv: cannot be written (no space left); "
                    + "free space, or choose another folder\n"))
        #expect(result.error.contains("masks: 3 masks scored"))
        #expect(!result.error.contains("written to out"))
        #expect(try place.bytes("out/rca_structures.csv") == place.bytes("well/rca_structures.csv"))
        #expect(try place.record().counts.scored == 3)
    }

    @Test("for a limit on the size of files says so, and goes on where it stopped when there is none")
    func fileSizeLimit() async throws {
        let place = try await Workplace()
        let result = try await place.score([:], prefix: ["prlimit", "--fsize=1000"])
        #expect(result.status == 2)
        #expect(
            result.error.contains(
                "shard-0001-of-0001.journal: the journal cannot be written (file too large); free space and give the "
                    + "same command again"), "\(result.error)")
        #expect(try place.names("out") == ["journal"])
        try await #expect(place.score().status == 0)
        #expect(try place.scores().count == 3)
    }

    @Test("for one of several mask folders still writes those of the others")
    func oneOfSeveral() async throws {
        let place = try await Workplace()
        try place.makeFolder("out/boundary_1")
        try place.link("out/boundary_1/rca_run.json", to: "/dev/full")
        let result = try await place.score(
            ["masks": place.phantoms + "/cases/predictions/boundary_1"], ["--masks", "masks"])
        #expect(result.status == 2)
        #expect(try place.scores("out/boundary_1").count == 3)
        #expect(try place.record("out/masks").counts.scored == 3)
    }

    /// Whether this process may mount a file system in a name space of its own, as root outside of most containers.
    private static let canMount: Bool = {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["unshare", "--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()

    @Test("on a file system that fills up leaves no half table", .enabled(if: canMount, "needs to mount a tmpfs"))
    func fullFileSystem() async throws {
        let place = try await Workplace()
        try place.makeFolder("tiny")
        // A mount of its own name space, gone with the process.
        let script = """
            mount -t tmpfs -o size=20k tmpfs tiny || exit 99
            "$@"
            status=$?
            cp tiny/* kept/; ls -A tiny | grep -v -e journal -e rca_written | wc -l > kept/count
            exit $status
            """
        try place.makeFolder("kept")
        let result = try await place.score(
            ["output": "tiny"], ["--details"], prefix: ["unshare", "--mount", "sh", "-c", script, "sh"])
        #expect(result.status == 2)
        #expect(result.error.contains("cannot be written (no space left)"), "\(result.error)")
        try await #expect(place.score([:], ["--details"]).status == 0)
        let kept = try place.names("kept").filter { $0 != "count" }
        #expect(kept.contains("rca_dice_scores.csv") && kept.count < 5)
        for name in kept where name.hasSuffix(".csv") {
            #expect(try place.bytes("kept/" + name) == place.bytes("out/" + name))
        }
        #expect(try place.text("kept/count") == "\(kept.count)\n", "a partial file was left behind")
    }
}
