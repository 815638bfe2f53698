import Foundation
import RCA
import Testing

// The function between the two marks stands in the README and on the first page of the library's documentation. Being
// here, it compiles.
// example begins
func example() throws {
    let references = try ReferenceSet("jsrt.rcaref")
    let image = try GrayscaleImage("radiograph.png")
    let result = try references.score(image, mask: LabelMap("mask.png"))
    print(result["lungs"].expected?.dice ?? .nan, result["lungs"].consensus ?? .nan, result.reliability.verdict)
}
// example ends

@Suite("The example of the library")
struct ExampleTests {
    private static let project = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    @Test(
        "stands in the documents as it compiles",
        arguments: ["README.md", "Sources/RCA/RCA/RCA.docc/RCA.md"])
    func documents(document: String) throws {
        let source = try String(contentsOf: URL(filePath: #filePath), encoding: .utf8)
        let marked = try #require(
            source.split(separator: "// example begins\n").last?.split(separator: "\n// example ends").first)
        let text = try String(contentsOf: Self.project.appending(path: document), encoding: .utf8)
        #expect(text.contains("```swift\nimport RCA\n\n\(marked)\n```"), "\(document) has another example")
    }
}
