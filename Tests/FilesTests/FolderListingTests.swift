import Foundation
import Imaging
import RCA
import TestSupport
import Testing

@Suite("A folder's listing")
struct FolderListingTests {
    @Test("has what Foundation finds, in the order of the bytes, for random names")
    func equalsFoundation() throws {
        let folder = try TemporaryFolder()
        var random = SeededGenerator(seed: 11)
        let alphabet = ["a", "B", "é", "e\u{301}", " ", ",", "\"", "\n", "日", "🫁", "."]
        for _ in 0..<300 {
            let name = (0..<Int.random(in: 1...40, using: &random)).map { _ in alphabet.randomElement(using: &random)! }
                .joined()
            if name.hasPrefix(".") { continue }
            try folder.create(name + (Bool.random(using: &random) ? "/" : ".png"))
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
        let listing = try FolderListing(path: folder.path)
        #expect(listing.files.map { Array($0.utf8) } == names.filter { $0.hasSuffix(".png") }.map { Array($0.utf8) })
        #expect(listing.folders.map { Array($0.utf8) } == names.filter { !$0.hasSuffix(".png") }.map { Array($0.utf8) })
        #expect(listing.files.count > 100 && listing.folders.count > 100)
    }

    @Test("follows links, keeps those that lead nowhere, and leaves out hidden files, pipes and devices")
    func kinds() throws {
        let folder = try TemporaryFolder()
        try folder.create("a.png", ".hidden", "sub/", ".git/")
        try folder.link("link.png", to: "a.png")
        try folder.link("dangling.png", to: "nowhere.png")
        try folder.link("linked folder", to: "sub")
        try folder.link("device", to: "/dev/null")
        mkfifo(folder.path + "/pipe", 0o644)
        let listing = try FolderListing(path: folder.path)
        #expect(listing.files == ["a.png", "dangling.png", "link.png"])
        #expect(listing.folders == ["linked folder", "sub"])
    }

    @Test("keeps names that are not UTF-8 apart")
    func invalidNames() throws {
        let folder = try TemporaryFolder()
        try folder.create("ok.png")
        folder.create(nameBytes: [0x61, 0xff, 0x2e, 0x70], in: ".")
        let listing = try FolderListing(path: folder.path)
        #expect(listing.files == ["ok.png"])
        #expect(listing.filesWithInvalidNames == ["a\u{fffd}.p"])
    }

    @Test("that cannot be had is an error that names the folder")
    func errors() throws {
        let folder = try TemporaryFolder()
        try folder.create("file")
        #expect(
            throws: InputError(
                .fileMissing, folder.path + "/none", "there is no such folder", remedy: "check the path")
        ) { _ = try FolderListing(path: folder.path + "/none") }
        #expect(
            throws: InputError(
                .fileUnreadable, folder.path + "/file", "is a file", remedy: "give the folder that holds it")
        ) { _ = try FolderListing(path: folder.path + "/file") }
    }

    @Test("that may not be read is an error", .enabled(if: Permissions.canBind, "root may read every folder"))
    func unreadable() throws {
        let folder = try TemporaryFolder()
        try folder.create("closed/")
        chmod(folder.path + "/closed", 0)
        defer { chmod(folder.path + "/closed", 0o755) }
        #expect {
            _ = try Permissions.bind { try FolderListing(path: folder.path + "/closed") }
        } throws: {
            ($0 as? InputError)?.code == .fileUnreadable
        }
    }
}
