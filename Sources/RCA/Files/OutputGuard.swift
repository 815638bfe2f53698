/// What a command may write: the one rule by which no command takes away what a person has.
///
/// An output is never an input, nor a file in a folder that is read, nor a run's journal. Any other file that is there already is replaced
/// only where the person asks for it (`--overwrite`). In a run folder files are replaced that the same command wrote
/// there and that nobody has changed since (`WrittenFiles`).
///
///     let outputs = OutputGuard("calibrate", inputs: [scores, truth], overwrites: overwrite)
///     try outputs.check(model)              // before the work
///     try outputs.write(bytes, to: model)   // after it
package struct OutputGuard: Sendable {
    private struct Input: Sendable {
        let path: String
        let identity: FileIdentity
    }

    private let command: String
    private let inputs: [Input]
    /// Nil where the command has no such option.
    private let overwrites: Bool?
    private var written: WrittenFiles?

    /// - Parameters:
    ///   - command: whose files are its own in a run folder.
    ///   - read: the paths of everything that is read; what is not there does not count.
    ///   - overwrites: whether the person said `--overwrite`; nil where there is no such option.
    package init(_ command: String, reading read: [String], overwrites: Bool?) {
        self.command = command
        self.overwrites = overwrites
        inputs = read.compactMap { path in FileIdentity(path: path).map { Input(path: path, identity: $0) } }
    }

    /// The same for the files of a run folder, which keeps what is written into it.
    package func inRunFolder(_ folder: String) -> OutputGuard { inRunFolder(WrittenFiles(in: folder)) }

    package func inRunFolder(_ written: WrittenFiles) -> OutputGuard {
        var copy = self
        copy.written = written
        return copy
    }

    /// The same for one file, of whose folder nothing is known: it counts as a run folder only if it is one already.
    package func forFile(_ target: String) -> OutputGuard {
        let folder = parentFolder(of: target)
        return WrittenFiles.exist(in: folder) ? inRunFolder(folder) : self
    }

    // MARK: Asking

    /// - Throws: ``InputError`` (`option invalid`) where a folder that is written into is read as well.
    package func checkFolder(_ target: String) throws(InputError) {
        guard let identity = FileIdentity(path: target) else { return }
        try refuseInput(target, identity)
        guard let folder = inputFolder(holding: target, identity) else { return }
        if identity.kind != .folder { throw refusal(target, "is a file in \(folder), which is read") }
        if FolderEntries.holdsOwnFiles(target, where: FolderListing.isPicture) {
            throw refusal(target, "holds files of \(folder), which is read")
        }
    }

    /// - Throws: ``InputError`` (`option invalid`) where a folder of pictures lies in a folder that is read, or is one: the
    ///   next run would take them for what it is to read.
    package func checkPictureFolder(_ target: String) throws(InputError) {
        try checkFolder(target)
        let above = Set(FileIdentity.folders(above: target))
        guard let folder = inputs.first(where: { $0.identity.kind == .folder && above.contains($0.identity) })
        else { return }
        throw InputError(
            .optionInvalid, target,
            "is in \(folder.path), which is read: the next run would take its pictures for input",
            remedy: "write somewhere else")
    }

    /// - Throws: ``InputError`` (`option invalid`) where a file may not be written: it is an input, or there already.
    package func check(_ target: String) throws(InputError) {
        if WrittenFiles.isRecord(target) {
            throw InputError(
                .optionInvalid, target, "is what a run keeps of its work, and never an output",
                remedy: "write somewhere else")
        }
        guard FileIdentity.isTaken(target) else { return }
        let identity = FileIdentity(path: target)
        if let identity {
            try refuseInput(target, identity)
            if identity.kind == .other || isOwn(target) { return }
            let isChanged = written?.has(target, of: command) ?? false
            if let folder = inputFolder(holding: target, identity) {
                throw isChanged ? changed(target) : refusal(target, "is in \(folder), which is read")
            }
            if isChanged, overwrites != true { throw changed(target) }
            if identity.kind == .folder {
                throw InputError(
                    .outputUnwritable, target, "cannot be written (is a folder)", remedy: "name a file")
            }
        }
        guard overwrites != true else { return }
        if let problem = written?.problem { throw problem }
        let remedy = overwrites == nil ? "move it away, or write somewhere else" : "add --overwrite, or write elsewhere"
        throw InputError(.optionInvalid, target, "is there already", remedy: remedy)
    }

    private func changed(_ target: String) -> InputError {
        InputError(
            .optionInvalid, target, "is not as it was written: somebody has changed it",
            remedy: overwrites == nil ? "move it away, or write somewhere else" : "move it away, or write elsewhere")
    }

    /// Whether the command itself wrote a file in its run folder, and nobody has changed it since.
    package func isOwn(_ target: String) -> Bool { written?.holds(target, of: command) ?? false }

    // MARK: Writing

    /// Writes a whole file where ``check(_:)`` allows it; one that has these very bytes already stays.
    /// - Throws: ``InputError`` where ``check(_:)`` refuses the file, or it cannot be written.
    package func write(_ bytes: some Collection<UInt8>, to target: String) throws(InputError) {
        let bytes = Array(bytes)
        do throws(InputError) {
            try check(target)
        } catch {
            guard let identity = FileIdentity(path: target), identity.kind == .file,
                !inputs.contains(where: { $0.identity == identity }),
                let present = try? InputFile.read(at: target, maximumBytes: max(bytes.count, 1)), present == bytes
            else { throw error }
            return
        }
        var file = try AtomicFile(at: target)
        try file.append(bytes)
        try file.commit { _ throws(InputError) in
            try record(target, ContentDigest.sha256(bytes))
        }
    }

    /// What a link leads to (`/dev/stdout`) is not the folder's own.
    private func record(_ target: String, _ digest: String) throws(InputError) {
        guard !FileIdentity.isTaken(target) || FileIdentity.isRegularFile(target) else { return }
        try written?.add(target, of: command, digest: digest)
    }

    /// As a file's last act before it gets its name: asks once more, and keeps what is in it.
    /// - Throws: ``InputError`` where ``check(_:)`` refuses the file, or it cannot be read.
    package func note(_ target: String, whole: String) throws(InputError) {
        try check(target)
        try record(target, ContentDigest.ofFile(at: whole).sha256)
    }

    /// Removes a file of the command's own, which would mislead beside new ones; leaves any other.
    /// - Returns: false where a file that is there was left.
    @discardableResult
    package func removeOwn(_ target: String) -> Bool {
        guard FileIdentity.isTaken(target) else { return true }
        guard isOwn(target) else { return false }
        OutputFolders.removeFile(target)
        return true
    }

    // MARK: Inputs

    package func refuseInput(_ target: String, _ identity: FileIdentity) throws(InputError) {
        guard let input = inputs.first(where: { $0.identity == identity }) else { return }
        let isSame = input.path.utf8.elementsEqual(target.utf8)
        throw refusal(target, isSame ? "is an input as well" : "is \(input.path), an input")
    }

    private func refusal(_ target: String, _ problem: String) -> InputError {
        InputError(
            .optionInvalid, target, "\(problem); an output never takes the place of an input",
            remedy: "write somewhere else")
    }

    /// The input folder that a file is in, by its path or as a hard link.
    private func inputFolder(holding target: String, _ identity: FileIdentity) -> String? {
        let folders = inputs.filter { $0.identity.kind == .folder }
        let above = Set(FileIdentity.folders(above: target))
        return
            (folders.first { above.contains($0.identity) }
            ?? folders.first { FolderEntries.contain(identity, in: $0.path) })?.path
    }
}
