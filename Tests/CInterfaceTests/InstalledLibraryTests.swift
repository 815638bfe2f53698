import Foundation
import Machine
import RCA
import TestSupport
import Testing

@Suite("librca as it is installed", .needsCompiler)
struct InstalledLibraryTests {
    @Test(
        "is found by pkg-config, and needs nothing of Swift, where libraries of a machine's kind have their own folder",
        .enabled(if: Tool.isThere("pkg-config"), "needs apt-get install pkg-config"),
        arguments: ["lib", "lib/x86_64-linux-gnu"])
    func installed(libraries: String) async throws {
        let folder = try TemporaryFolder()
        let scripts = CProgram.project.appending(path: "scripts").path
        let prefix = folder.file("usr")
        let linked = try await CProgram.run(
            scripts + "/link-library.sh", [CProgram.products, folder.file("librca.so.1")])
        #expect(linked.status == 0, "\(linked.error)")
        let result = try await CProgram.run(
            "/usr/bin/env",
            ["LIBDIR=" + libraries, scripts + "/install-files.sh", Program.path, prefix, folder.file("librca.so.1")])
        #expect(result.status == 0, "\(result.error)")
        let names = try FileManager.default.contentsOfDirectory(atPath: "\(prefix)/\(libraries)").sorted()
        #expect(names == ["librca.so", "librca.so.1", "pkgconfig"])
        // Moved, as DESTDIR is, it holds as well.
        let moved = folder.file("moved")
        try FileManager.default.moveItem(atPath: prefix, toPath: moved)
        let search = "PKG_CONFIG_PATH=\(moved)/\(libraries)/pkgconfig"
        let version = try await CProgram.run("/usr/bin/env", [search, "pkg-config", "--modversion", "rca"])
        #expect(version.output == RCAVersion.current + "\n", "\(version.error)")
        let flags = try await CProgram.run("/usr/bin/env", [search, "pkg-config", "--cflags", "--libs", "rca"])
        #expect(flags.status == 0, "\(flags.error)")
        let program = folder.file("program")
        let compiled = try await CProgram.run(
            try #require(CProgram.compiler),
            [CProgram.source("installed.c"), "-o", program]
                + flags.output.split(whereSeparator: \.isWhitespace).map(String.init))
        #expect(compiled.status == 0, "\(compiled.error)")
        let ran = try await CProgram.run(
            "/usr/bin/env", ["-i", "LD_LIBRARY_PATH=\(moved)/\(libraries)", program])
        #expect(
            ran.output == "\(RCAVersion.current) 1 10 none.rcaref: does not exist; check the path\n", "\(ran.error)")
        let needed = try await CProgram.run(
            "/usr/bin/env", ["-i", "LD_LIBRARY_PATH=\(moved)/\(libraries)", "/usr/bin/ldd", program])
        #expect(needed.output.contains("librca.so.1 => ") && !needed.output.lowercased().contains("swift"))
    }
}
