import Archives
import RCA
import Testing

@Suite(
    "rca-cli without libarchive",
    .enabled(if: !ArchiveLibrary.isBuilt, "this build has libarchive")
)
struct WithoutArchivesTests {
    @Test("refuses an archive with one line that says what to do, and scores folders")
    func refuses() async throws {
        let place = try await Workplace()
        try place.write(Array("anything".utf8), to: "masks.tar.gz")
        let archive = try await place.score(["masks": "masks.tar.gz"])
        #expect(archive.status == 64)
        #expect(
            archive.error.contains(
                "masks.tar.gz: is no folder, and this build of rca-cli reads no archives: it was built without "
                    + "libarchive; unpack it, or install libarchive-dev and build with --traits Archive"),
            "\(archive.error)")
        let index = try await place.run("archive", "index", "masks.tar.gz")
        #expect(index.status == 64 && index.error.contains("built without libarchive"), "\(index.error)")
        let gone = try await place.score(["masks": "none.tar.gz"])
        #expect(gone.status == 64 && gone.error.contains("none.tar.gz: does not exist"), "\(gone.error)")
        try await #expect(place.score().status == 0)
    }
}
