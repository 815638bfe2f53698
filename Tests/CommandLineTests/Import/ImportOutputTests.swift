import Machine
import TestSupport
import Testing

@Suite("What rca-cli reference import leaves in its output folder")
struct ImportOutputTests {
    @Test("that was cut off leaves no half set, and is not in the way of the next")
    func cutOff() async throws {
        let place = try await Workplace(isEmpty: true)
        let files = DataSetFiles(place: place)
        try files.writeImage("nih/a.png")
        // Of a process that is no more, and of one that is at work.
        let (gone, living) = (".rca_importing-\(HostName.current)-999999999", ".rca_importing-\(HostName.current)-1")
        for begun in [gone, living] { try files.writeImage("out/\(begun)/images/b.png") }
        try place.makeFolder("out/images")
        try place.write(DataSetFiles.chexmaskTable([DataSetFiles.chexmaskRow("a.png")]), to: "t.csv")
        let result = try await place.run(
            "reference", "import", "chexmask", "--table", "t.csv", "--images", "nih", "--output", "out")
        #expect(result.status == 0, "\(result.error)")
        #expect(try place.names("out/images") == ["a.png"] && place.names("out/labels") == ["a.png"])
        #expect(try place.names("out") == [living, "README.md", "images", "labels", "left_out.csv"])
    }

    @Test("into a folder with anything hidden in the place of its pictures leaves no half set")
    func hiddenFile() async throws {
        let place = try await Workplace(isEmpty: true)
        let files = DataSetFiles(place: place)
        try files.writeImage("nih/a.png")
        try place.write([1], to: "out/labels/.DS_Store")
        try place.write(DataSetFiles.chexmaskTable([DataSetFiles.chexmaskRow("a.png")]), to: "t.csv")
        let words = ["reference", "import", "chexmask", "--table", "t.csv", "--images", "nih", "--output", "out"]
        let refused = try await Program.run(words, in: place.path)
        #expect(
            refused.status == 64 && refused.error.contains("out/labels: holds files already"),
            "\(refused.error)")
        #expect(try place.names("out") == ["labels"] && place.exists("out/labels/.DS_Store"))
        try place.remove("out/labels/.DS_Store")
        try await #expect(Program.run(words, in: place.path).status == 0)
    }
}
