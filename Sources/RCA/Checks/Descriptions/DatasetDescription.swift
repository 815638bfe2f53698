public import Imaging
import Runs

/// Describes a folder as a data set, for people and for search engines: what `rca-cli dataset describe` does.
public struct DatasetDescription: Sendable {
    private let folder: String
    private let details: DatasetDetails
    private let outputs: OutputGuard

    /// - Parameters:
    ///   - folder: what is to be published, whole; sub-folders too.
    ///   - details: what no file says.
    ///   - inputs: files that `details` were read from.
    ///   - overwrites: replace a `README.md` or `dataset.jsonld` that somebody else wrote.
    public init(folder: String, details: DatasetDetails, inputs: [String?] = [], overwrites: Bool = false) {
        self.folder = folder
        self.details = details
        outputs = OutputGuard("dataset describe", inputs: inputs, overwrites: overwrites).inRunFolder(folder)
    }

    /// What was written.
    public struct Outcome: Sendable, Equatable {
        public let files: Int
        public let bytes: Int
        public let written: [String]
        /// What is worth adding before it is published.
        public let notes: [String]
    }

    /// Writes `dataset.jsonld` and `README.md` into the folder. The same files and details give the same bytes.
    ///
    /// - Throws: ``InputError`` where something required is missing (all of it in one line) or is no such thing, a file
    ///   cannot be read, or there is a `README.md` that somebody else wrote.
    public func run() async throws(InputError) -> Outcome {
        try details.check()
        let readmePath = joined(folder, "README.md")
        let documentPath = joined(folder, "dataset.jsonld")
        let files = try DatasetFile.all(below: folder)
        for path in [documentPath, readmePath] {
            try outputs.check(path)
            // A link to what is described.
            if let identity = FileIdentity(path: path),
                let file = files.first(where: { FileIdentity(path: joined(folder, $0.path)) == identity })
            {
                throw InputError(
                    .optionInvalid, path, "is \(file.path), which is described as well",
                    remedy: "remove the link, and run it again")
            }
        }
        let document = DatasetDocument(
            details, files: files, variables: try DatasetVariable.all(of: files, in: folder),
            technique: try DatasetTechnique(of: files, in: folder))
        let bytes = files.reduce(0) { $0 + $1.bytes }
        let readme = DatasetReadme(document: document, licenseName: details.licenseName, totalBytes: bytes)
        try outputs.write(try document.bytes(), to: documentPath)
        try outputs.write(readme.text.utf8, to: readmePath)
        return Outcome(files: files.count, bytes: bytes, written: [documentPath, readmePath], notes: notes)
    }

    private var notes: [String] {
        [
            ("--url", details.url == nil, "the page it will be found on"),
            ("--download-url", details.downloadURL == nil, "where its files are; until then they have names only"),
            ("--citation", details.citations.isEmpty, "what to cite"),
        ].filter(\.1).map { "worth adding: \($0.0), \($0.2)" }
    }
}
