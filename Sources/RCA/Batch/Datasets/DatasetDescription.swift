public import Imaging

/// Describes a folder as a data set, for people and for search engines: what `rca-cli dataset describe` does.
public struct DatasetDescription: Sendable {
    private let folder: String
    private let details: DatasetDetails

    /// - Parameters:
    ///   - folder: what is to be published, whole; sub-folders too.
    ///   - details: what no file says.
    public init(folder: String, details: DatasetDetails) {
        self.folder = folder
        self.details = details
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
        let listing = try FolderListing(path: folder)
        if listing.files.contains("README.md") {
            let present = try InputFile.read(at: readmePath, maximumBytes: 1 << 26)
            guard present.starts(with: DatasetReadme.firstLine.utf8) else {
                throw InputError(
                    .outputUnwritable, readmePath, "is there already, and not from 'dataset describe'",
                    remedy: "move it away, and take over from the new one what you need")
            }
        }
        let files = try DatasetFile.all(below: folder)
        let document = DatasetDocument(
            details, files: files, variables: try DatasetVariable.all(of: files, in: folder),
            technique: try DatasetTechnique(of: files, in: folder))
        let bytes = files.reduce(0) { $0 + $1.bytes }
        let readme = DatasetReadme(document: document, licenseName: details.licenseName, totalBytes: bytes)
        let documentPath = joined(folder, "dataset.jsonld")
        try AtomicFile.write(try document.bytes(), to: documentPath)
        try AtomicFile.write(readme.text.utf8, to: readmePath)
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
