import Files
import Testing

@Suite("Paths")
struct PathTests {
    @Test(
        "have a folder and a last part",
        arguments: [
            ("a/b.csv", "a", "b.csv"), ("b.csv", ".", "b.csv"), ("/b.csv", "/", "b.csv"), ("/a/b", "/a", "b"),
            ("a/b/", "a/b", "b"), ("", ".", ""), ("/", "/", "/"),
        ])
    func parts(path: String, folder: String, last: String) {
        #expect(parentFolder(of: path) == folder && lastPart(of: path) == last)
    }

    @Test("of several mask folders' tables are told apart, and are never those of the run's own folders")
    func outputs() {
        #expect(OutputFolders.names(for: ["a/m", "b/m"], in: "o") == ["o/a_m", "o/b_m"])
        #expect(OutputFolders.names(for: ["x/journal", "x/y"], in: "o") == ["o/x_journal", "o/x_y"])
        #expect(OutputFolders.names(for: ["journal", "slurm"], in: "o") == ["o/masks1", "o/masks2"])
        #expect(OutputFolders.names(for: ["journal"], in: "o") == ["o"])
    }
}
