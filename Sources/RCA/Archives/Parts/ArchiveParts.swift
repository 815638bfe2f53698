import Glibc
package import Imaging

/// The files that make up one archive, in the order in which they are read as one.
package struct ArchiveParts: Sendable, Equatable {
    package struct Part: Sendable, Equatable {
        package let path: String
        package let bytes: Int
        /// Where it begins in the joined file.
        package let start: Int
    }

    package let parts: [Part]
    /// What the joined archive would be called: `segmentations.tar.gz` of `segmentations.tar.gz.aa` and so on.
    package let name: String
    package var bytes: Int { parts.last.map { $0.start + $0.bytes } ?? 0 }
    package var isSplit: Bool { parts.count > 1 }

    /// Looks at the files, and puts parts in their order.
    ///
    /// - Throws: ``InputError`` where a file is missing or empty, or is no regular file; where the suffixes leave
    ///   out a part; where the paths are not parts of one archive.
    package init(paths: [String]) throws(InputError) {
        for path in paths { try ArchivePaths.checkKind(path) }
        let ordered = try Self.ordered(paths)
        var parts: [Part] = []
        for path in ordered {
            parts.append(
                Part(path: path, bytes: try Self.size(of: path), start: parts.last.map { $0.start + $0.bytes } ?? 0))
        }
        self.parts = parts
        name = PartName(path: ordered[0])?.wholePath ?? ordered[0]
    }

    /// The part that holds a byte of the joined file; the last one for what lies behind its end.
    package func part(at position: Int) -> Part {
        var low = 0
        var high = parts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if parts[middle].start <= position { low = middle } else { high = middle }
        }
        return parts[low]
    }

    /// A damage, named by the part it is in and the position there.
    package func damage(at position: Int, _ problem: String) -> InputError {
        let part = part(at: min(position, max(bytes - 1, 0)))
        let place = position >= bytes ? "at its end" : "near byte \(position - part.start)"
        var remedy = "copy or download it again; what came before is used"
        if position >= bytes, let next = PartName(path: part.path)?.successors.first {
            remedy = "copy or download it again, or add the part \(next.path) if there is one; what came before is used"
        }
        return InputError(.fileDamaged, part.path, "\(problem) (\(place) of \(part.bytes) bytes)", remedy: remedy)
    }

    private static func ordered(_ paths: [String]) throws(InputError) -> [String] {
        let names = paths.compactMap(PartName.init)
        guard let first = names.first, names.count == paths.count else {
            guard paths.count == 1 else {
                throw InputError(
                    .optionInvalid, paths.first ?? "", "is not part of one archive with \(paths.last ?? "nothing")",
                    remedy: "give one archive, or all parts of one")
            }
            return paths
        }
        guard names.allSatisfy(first.isSibling) else {
            throw InputError(
                .optionInvalid, paths[0], "is not part of one archive with \(paths.last ?? "")",
                remedy: "give one archive, or all parts of one")
        }
        let sorted = names.sorted { $0.precedes($1) }
        if !sorted[0].isFirst { throw missing(sorted[0].first, "before \(sorted[0].path)") }
        for (part, next) in zip(sorted, sorted.dropFirst()) where !part.successors.contains(next) {
            if part == next { throw InputError(.optionInvalid, part.path, "is given twice", remedy: "give it once") }
            throw missing(part.successors[0], "between \(part.path) and \(next.path)")
        }
        if let last = sorted.last, let forgotten = last.successors.first(where: { access($0.path, F_OK) == 0 }) {
            throw InputError(
                .fileMissing, forgotten.path, "is a part of the archive and was not given",
                remedy: "give all parts, or a quoted pattern such as '\(last.stem)*'")
        }
        return sorted.map(\.path)
    }

    private static func missing(_ part: PartName, _ place: String) -> InputError {
        InputError(
            .fileMissing, part.path, "this part of the archive is missing \(place)",
            remedy: "give all parts; a stream with a gap cannot be read")
    }

    private static func size(of path: String) throws(InputError) -> Int {
        var status = stat()
        guard stat(path, &status) == 0 else {
            guard errno == ENOENT || errno == ENOTDIR else {
                throw InputError(.fileUnreadable, path, "cannot be looked at (\(systemMessage(errno)))")
            }
            throw InputError(.fileMissing, path, "does not exist", remedy: "check the path")
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw InputError(
                .fileUnreadable, path, "is no regular file", remedy: "give an archive, or a folder of files")
        }
        guard status.st_size > 0 else {
            throw InputError(.fileEmpty, path, "is empty (0 bytes)", remedy: "copy or download it again")
        }
        return Int(status.st_size)
    }
}
