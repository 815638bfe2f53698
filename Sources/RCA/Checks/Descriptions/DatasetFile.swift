import Imaging
import Scoring
import Tables

/// A file of a data set.
struct DatasetFile: Sendable, Equatable {
    /// From the data set's folder on, parts joined by `/`.
    let path: String
    let bytes: Int
    let sha256: String

    var name: String { lastPart(of: path) }

    /// The media type that the name says; that of any bytes where it says none.
    var encodingFormat: String {
        let suffix = name.split(separator: ".").last.map { $0.lowercased() } ?? ""
        return Self.formats[suffix] ?? "application/octet-stream"
    }

    /// The columns, where it is a table with a name that this program does not give.
    let header: [String]

    /// Whether it is a table of that kind.
    func isTable(_ table: DatasetTable) -> Bool { table.name.map { $0 == name } ?? (table.header == header) }

    /// What it holds, for the files that this program writes; nil for others.
    var summary: String? { DatasetTable.all.first(where: isTable)?.summary ?? Self.summaries[name] }

    /// Above this a list of the files helps nobody.
    static let most = 1000
    /// What `describe` writes itself.
    static let ownNames: Set<String> = ["dataset.jsonld", "README.md"]

    /// Every file below a folder, sorted by the bytes of their paths; hidden ones, the journal, Slurm's folder and what
    /// `describe` writes are not among them.
    ///
    /// - Throws: ``InputError`` where there is none, there are more than ``most``, a name is not UTF-8, or one cannot
    ///   be read.
    static func all(below folder: String) throws(InputError) -> [DatasetFile] {
        var paths: [String] = []
        try collect(folder, "", into: &paths, depth: 0)
        guard !paths.isEmpty else {
            throw InputError(.fileMissing, folder, "holds no file of a data set", remedy: "give the folder to publish")
        }
        paths.sort { $0.precedesInBytes($1) }
        var files: [DatasetFile] = []
        for path in paths {
            let content = try ContentDigest.ofFile(at: joined(folder, path))
            let file = DatasetFile(path: path, bytes: content.bytes, sha256: content.sha256, header: [])
            let isNamed = DatasetTable.all.contains { $0.name == file.name }
            guard !isNamed, file.encodingFormat == "text/csv",
                let header = (try? CSVStream(joined(folder, path)).next())?.header
            else {
                files.append(file)
                continue
            }
            files.append(DatasetFile(path: path, bytes: content.bytes, sha256: content.sha256, header: header))
        }
        return files
    }

    private static func collect(
        _ root: String, _ below: String, into paths: inout [String], depth: Int
    ) throws(InputError) {
        let folder = below.isEmpty ? root : joined(root, below)
        let listing = try FolderListing(path: folder)
        if let name = listing.filesWithInvalidNames.first {
            throw InputError(.fileUnreadable, joined(folder, name), "has a name that is not UTF-8", remedy: "rename it")
        }
        paths += listing.files.filter { !(depth == 0 && ownNames.contains($0)) }.map {
            below.isEmpty ? $0 : joined(below, $0)
        }
        guard paths.count <= most, depth < 16 else {
            throw InputError(
                .optionInvalid, root, "holds more than \(most) files, or folders too deep to publish one by one",
                remedy: "pack them into an archive first, for example with tar")
        }
        for name in listing.folders where !(depth == 0 && OutputFolders.own.contains(name)) {
            try collect(root, below.isEmpty ? name : joined(below, name), into: &paths, depth: depth + 1)
        }
    }

    private static let formats = [
        "csv": "text/csv", "tsv": "text/tab-separated-values", "json": "application/json", "txt": "text/plain",
        "md": "text/markdown", "html": "text/html", "pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg",
        "jpeg": "image/jpeg", "gif": "image/gif", "svg": "image/svg+xml", "tar": "application/x-tar",
        "gz": "application/gzip", "tgz": "application/gzip", "zip": "application/zip", "zst": "application/zstd",
        "xz": "application/x-xz", "bz2": "application/x-bzip2", "dcm": "application/dicom",
    ]

    private static let summaries = [
        "rca_audit.json": "how many masks have each flag, and what is usual in this set",
        "rca_screen.json": "how many images have each flag",
        "rca_run.json": "how the results were made: version, parameters, reference set, failures",
        "report.html": "all scores on one page, to sort and look at",
    ]
}
