import Foundation
import TestSupport
import Testing

@Suite("Outputs and symbolic links")
struct OutputLinksTests {
    @Test("a file that a link in a folder that is read leads to is an input, by every name that it has")
    func linkedInputs() async throws {
        let place = try await Workplace()
        try place.copy("images/phantom_0001.png", to: "real/a.png")
        try place.copy("images/phantom_0002.png", to: "more/c.png")
        try place.remove("images/phantom_0001.png")
        try place.link("images/phantom_0001.png", to: "../real/a.png")
        try place.link("images/sub", to: "../more")
        let before = try OutputGuardTests.bytes(below: place.path)
        for output in ["real/a.png", "more/c.png", "images/sub/c.png", "images/sub/new.rcaref"] {
            let result = try await place.run(
                "reference", "build", "--images", "images", "--labels", "masks", "--structures",
                PhantomFiles.structures, "--output", output, "--overwrite", "--quiet")
            #expect(result.status == (output.hasSuffix("new.rcaref") ? 0 : 64), "\(output): \(result.error)")
        }
        try place.remove("more/new.rcaref")
        #expect(try OutputGuardTests.bytes(below: place.path) == before)
    }

    @Test("a link to what is not there yet is followed, and stays")
    func linkToNothing() async throws {
        let place = try await Workplace()
        try place.link("set.rcaref", to: "elsewhere.rcaref")
        let result = try await place.run(
            "reference", "build", "--images", "images", "--labels", "masks", "--structures", PhantomFiles.structures,
            "--output", "set.rcaref", "--overwrite", "--quiet")
        #expect(result.status == 0, "\(result.error)")
        #expect(
            try FileManager.default.destinationOfSymbolicLink(atPath: place.file("set.rcaref")) == "elsewhere.rcaref")
        #expect(place.exists("elsewhere.rcaref"))
    }
}
