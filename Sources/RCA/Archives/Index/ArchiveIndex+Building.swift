public import Imaging

#if Archive
extension ArchiveIndex {
    /// Reads the whole archive once. A damage ends it: what came before is in the index, and ``damage`` says where.
    ///
    /// - Parameter progress: gets the unpacked bytes read so far, now and then.
    /// - Throws: ``InputError`` where there is no archive that can be read.
    public init(
        of archive: Archive, progress: (Int) -> Void = { _ in }
    ) throws(InputError) {
        let parts = archive.parts
        let span = RestartPoint.span(archiveBytes: parts.bytes)
        self.init(access: .direct, identity: try ArchiveIdentity(of: parts), span: span)
        let stream = try ArchiveStream(parts, limits: archive.limits, recording: span)
        do throws(InputError) {
            try read(stream, progress)
        } catch {
            damage = error
        }
        restartPoints = stream.restartPoints
        if isEmpty, refused.isEmpty, let damage { throw damage }
    }

    private mutating func read(_ stream: ArchiveStream, _ progress: (Int) -> Void) throws(InputError) {
        var number = 0
        while let entry = try stream.next() {
            access =
                stream.isZip ? .directory : !stream.isDirect ? .sequential : stream.isGzip ? .gzip : .direct
            switch entry.kind {
            case .folder: break
            case .ignored(let kind): skipped.add(entry.name, kind)
            case .refused(let error): refused.append(Refusal(name: entry.name, error: error))
            case .file:
                var check: UInt = 0
                if access != .directory {
                    try stream.blocks { (bytes, _) throws(InputError) in check = crc32(check, bytes) }
                }
                append(
                    entry, place: access == .directory || access == .sequential ? number : entry.start,
                    check: UInt32(check))
                unpackedBytes = UInt64(max(Int(unpackedBytes), entry.start + entry.bytes))
            }
            number += 1
            if number % 1024 == 0 { progress(entry.start) }
        }
    }
}
#else
extension ArchiveIndex {
    /// - Throws: ``InputError`` always: a build without libarchive reads no archive.
    public init(of archive: Archive, progress: (Int) -> Void = { _ in }) throws(InputError) {
        throw Archive.withoutLibrary(archive.name)
    }
}
#endif
