import Foundation
import Imaging
import TestSupport
import Testing

@Suite("Files that appear whole or not at all")
struct AtomicFileTests {
    private func writeError(_ path: String, _ bytes: [UInt8] = [1, 2, 3]) -> InputError? {
        inputError { () throws(InputError) in try AtomicFile.write(bytes, to: path) }
    }

    @Test("A file holds what was appended, in order, and replaces the one before")
    func appending() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a name, \"ü\".csv")
        try AtomicFile.write("old and longer than the new one".utf8, to: path)
        var file = try AtomicFile(at: path)
        try file.append("fname,".utf8)
        try file.append("dice\n".utf8)
        // Not in one piece of memory.
        try file.append((0..<100_000).lazy.map { UInt8($0 % 10 + 48) })
        #expect(try InputFile.read(at: path) == Array("old and longer than the new one".utf8))
        try file.commit()
        let expected = Array("fname,dice\n".utf8) + (0..<100_000).map { UInt8($0 % 10 + 48) }
        #expect(try InputFile.read(at: path) == expected)
        #expect(try folder.names() == ["a name, \"ü\".csv"])
    }

    @Test("Without a commit nothing changes and nothing is left behind")
    func abandoned() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("kept.csv")
        try AtomicFile.write("kept".utf8, to: path)
        do {
            var file = try AtomicFile(at: path)
            try file.append("lost".utf8)
            #expect(try folder.names().count == 2)
        }
        #expect(try folder.names() == ["kept.csv"])
        #expect(try InputFile.read(at: path) == Array("kept".utf8))
    }

    @Test("A name as long as the file system allows is no trouble")
    func longName() throws {
        let folder = try TemporaryFolder()
        let path = folder.file(String(repeating: "x", count: 255))
        #expect(writeError(path) == nil)
        #expect(writeError(path + "x")?.code == .outputNameTooLong)
        #expect(try folder.names().count == 1)
    }

    @Test("A symbolic link stays one, and its target is replaced")
    func symbolicLink() throws {
        let folder = try TemporaryFolder()
        try AtomicFile.write("old".utf8, to: folder.file("target.csv"))
        #expect(symlink("target.csv", folder.file("link.csv")) == 0)
        try AtomicFile.write("new".utf8, to: folder.file("link.csv"))
        #expect(try InputFile.read(at: folder.file("target.csv")) == Array("new".utf8))
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder.file("link.csv")) == "target.csv")
    }

    @Test("New files follow the umask, as any other program's")
    func permissions() throws {
        let folder = try TemporaryFolder()
        try AtomicFile.write([1], to: folder.file("atomic"))
        #expect(FileManager.default.createFile(atPath: folder.file("plain"), contents: Data([1])))
        func mode(_ name: String) throws -> Int? {
            try FileManager.default.attributesOfItem(atPath: folder.file(name))[.posixPermissions] as? Int
        }
        #expect(try mode("atomic") == mode("plain"))
    }

    @Test("A full device is an error that says so, and stays a device")
    func fullDevice() throws {
        let error = writeError("/dev/full")
        #expect(error?.code == .outputUnwritable)
        #expect(error?.problem.contains("no space") == true)
        #expect(FileManager.default.fileExists(atPath: "/dev/full"))
        let image = GrayscaleImage(width: 1, height: 1, samples: .eightBit([1]))
        #expect(
            inputError { () throws(InputError) in try PNGWriter.write(image, to: "/dev/full") }?.code
                == .outputUnwritable)
        #expect(writeError("/dev/null") == nil)
    }

    @Test("Paths that cannot be written name the path and a remedy")
    func unwritablePaths() throws {
        let folder = try TemporaryFolder()
        try AtomicFile.write([1], to: folder.file("file"))
        let paths = ["", "nul\0.csv", folder.path, folder.file("none/x.csv"), folder.file("file/x.csv"), "/proc/x.csv"]
        for path in paths {
            let error = writeError(path)
            #expect(error?.code == .outputUnwritable, "\(path)")
            #expect(error?.subject == path && error?.remedy != nil)
        }
        #expect(try folder.names() == ["file"])
    }

    @Test("A folder without write permission says so", .enabled(if: Permissions.canBind, "root may write everywhere"))
    func withoutPermission() throws {
        let folder = try TemporaryFolder()
        #expect(chmod(folder.path, 0o500) == 0)
        #expect(Permissions.bind { writeError(folder.file("x.csv")) }?.problem.contains("permission") == true)
        chmod(folder.path, 0o700)
    }
}
