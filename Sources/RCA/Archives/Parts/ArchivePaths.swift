import Glibc
public import Imaging

/// Tells archives from folders among the paths that a person gave, and parts of one from several.
public enum ArchivePaths {
    /// One place that files come from.
    public enum Source: Sendable, Equatable {
        case folder(String)
        /// Archives read as one collection: each the paths of its parts. `given` is what the person wrote.
        case archives([[String]], given: String)
    }

    /// The sources of an option's values: a folder each, an archive each, a pattern each with all that fits it; the
    /// parts of one split archive are one source however many values they were given in.
    ///
    /// - Throws: ``InputError`` where a pattern fits nothing, or folders and archives at once.
    public static func sources(_ values: [String]) throws(InputError) -> [Source] {
        var sources: [Source] = []
        for value in values {
            let paths = try expanded(value)
            for path in paths { try checkKind(path) }
            let folders = paths.filter(isFolder)
            if folders.count == paths.count {
                sources += folders.map(Source.folder)
                continue
            }
            guard folders.isEmpty else {
                throw InputError(
                    .optionInvalid, value, "fits folders and files", remedy: "write a pattern that fits either")
            }
            let archives = grouped(paths)
            if archives.count == 1, let index = sources.firstIndex(where: { isPart(archives[0], of: $0) }),
                case .archives(let earlier, let given) = sources[index]
            {
                sources[index] = .archives([earlier[0] + archives[0]], given: given)
            } else {
                let given = archives.count == 1 ? PartName(path: archives[0][0])?.wholePath ?? archives[0][0] : value
                sources.append(.archives(archives, given: given))
            }
        }
        return sources
    }

    /// The paths that a pattern (`*`, `?`, `[…]`) fits, in the order of their bytes; a path that exists stands for
    /// itself, and one that exists in parts only for these. Indexes, which a pattern of parts takes in, are left out.
    /// - Throws: ``InputError`` (`file missing`) where a pattern fits nothing.
    public static func expanded(_ pattern: String) throws(InputError) -> [String] {
        if pattern.hasSuffix(ArchiveIndex.fileExtension) { return [] }
        guard access(pattern, F_OK) != 0 else { return [pattern] }
        guard pattern.contains(where: { "*?[".contains($0) }) else {
            let parts = (fitting(pattern + ".*") ?? []).filter { PartName(path: $0)?.wholePath == pattern }
            return parts.isEmpty ? [pattern] : parts
        }
        guard let paths = fitting(pattern) else {
            throw InputError(.fileMissing, pattern, "no file fits this pattern", remedy: "check the path")
        }
        return paths
    }

    /// - Throws: ``InputError`` (`format unsupported`) for an archive of a kind that is not read.
    static func checkKind(_ path: String) throws(InputError) {
        guard let head = try? InputFile.read(at: path, maximumBytes: .max, first: 8) else { return }
        let kinds: [(name: String, ending: String, signature: [UInt8])] = [
            ("a 7-Zip", ".7z", [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]), ("a RAR", ".rar", Array("Rar!\u{1a}\u{7}".utf8)),
        ]
        let name = path.lowercased()
        guard let kind = kinds.first(where: { head.starts(with: $0.signature) || name.hasSuffix($0.ending) }) else {
            return
        }
        throw InputError(
            .formatUnsupported, path, "is \(kind.name) archive, which is not read",
            remedy: "unpack it, or pack it anew as .tar or .zip")
    }

    /// Nil where nothing fits.
    private static func fitting(_ pattern: String) -> [String]? {
        var found = glob_t()
        defer { globfree(&found) }
        guard glob(pattern, 0, nil, &found) == 0, let names = found.gl_pathv else { return nil }
        return (0..<Int(found.gl_pathc)).compactMap { names[$0].map { String(cString: $0) } }
            .filter { !$0.hasSuffix(ArchiveIndex.fileExtension) }
    }

    /// Whether a path is to be taken for a folder. What does not exist, or is a file of another kind, is most often a
    /// mistyped folder, and the message about folders fits.
    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        let exists = stat(path, &status) == 0
        if exists, status.st_mode & S_IFMT == S_IFDIR { return true }
        if PartName(path: path) != nil || hasArchiveExtension(path) { return false }
        return !exists || !beginsAsArchive(path)
    }

    /// By the signatures of gzip, zip, Zstandard, xz and bzip2, and by the first header of tar, whose oldest form has no
    /// signature but a checksum.
    private static func beginsAsArchive(_ path: String) -> Bool {
        guard let head = try? InputFile.read(at: path, maximumBytes: .max, first: 512) else { return false }
        let signatures: [[UInt8]] = [
            [0x1f, 0x8b], [0x50, 0x4b, 3, 4], [0x28, 0xb5, 0x2f, 0xfd], [0xfd, 0x37, 0x7a, 0x58, 0x5a],
            [0x42, 0x5a, 0x68],
        ]
        return signatures.contains { head.starts(with: $0) } || head.dropFirst(257).starts(with: "ustar".utf8)
            || hasTarChecksum(head)
    }

    /// The sum of a header's bytes, its own eight counted as spaces, in octal digits (POSIX.1-1988, section 10.1.1).
    private static func hasTarChecksum(_ header: [UInt8]) -> Bool {
        guard header.count == 512, header[0] != 0 else { return false }
        let digits = String(decoding: header[148..<156].filter { $0 != 0 && $0 != UInt8(ascii: " ") }, as: UTF8.self)
        let sum = header.enumerated().reduce(0) { $0 + ((148..<156).contains($1.offset) ? 32 : Int($1.element)) }
        return Int(digits, radix: 8) == sum
    }

    private static func hasArchiveExtension(_ path: String) -> Bool {
        [".tar", ".tgz", ".gz", ".zip", ".zst", ".xz", ".bz2"].contains { path.lowercased().hasSuffix($0) }
    }

    /// Paths by archive, in the order of the first path of each.
    private static func grouped(_ paths: [String]) -> [[String]] {
        var groups: [[String]] = []
        for path in paths {
            if let name = PartName(path: path),
                let index = groups.firstIndex(where: { PartName(path: $0[0])?.isSibling(of: name) ?? false })
            {
                groups[index].append(path)
            } else {
                groups.append([path])
            }
        }
        return groups
    }

    private static func isPart(_ paths: [String], of source: Source) -> Bool {
        guard case .archives(let archives, _) = source, archives.count == 1,
            let first = PartName(path: archives[0][0]), let name = PartName(path: paths[0])
        else { return false }
        return first.isSibling(of: name)
    }
}
