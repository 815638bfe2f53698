public import Imaging

extension ArchiveIndex {
    private static let magic = Array("RCAINDEX".utf8)
    private static let version: UInt32 = 1

    /// Writes the index to a file, whole or not at all.
    ///
    /// - Returns: the file's bytes.
    /// - Throws: the archive's damage, where it has one: an index of half an archive would hide the rest.
    @discardableResult
    public func write(to path: String) throws(InputError) -> Int {
        let bytes = try encoded()
        try AtomicFile.write(bytes, to: path)
        return bytes.count
    }

    /// What ``write(to:)`` writes.
    /// - Throws: ``InputError`` where the index does not fit into its format.
    public func encoded() throws(InputError) -> [UInt8] {
        if let damage { throw damage }
        var writer = IndexWriter()
        for byte in Self.magic { writer.put(byte) }
        writer.put(Self.version)
        writer.put(access.rawValue)
        writer.put(identity.bytes)
        writer.put(identity.check)
        writer.put(UInt64(span))
        writer.put(unpackedBytes)
        writer.put(names)
        writer.put(nameEnds)
        writer.put(sizes)
        writer.put(places)
        writer.put(checks)
        writer.put(UInt64(restartPoints.count))
        for point in restartPoints {
            writer.put(UInt64(point.unpacked))
            writer.put(UInt64(point.packed))
            writer.put(UInt8(point.bits))
            writer.put(point.window)
        }
        writer.put(UInt64(refused.count))
        for refusal in refused {
            for text in [
                refusal.name, refusal.error.code.rawValue, refusal.error.problem, refusal.error.remedy ?? "",
            ] { writer.put(text) }
        }
        writer.put(UInt64(skipped.counts.count))
        for (kind, count) in skipped.counts.sorted(by: { $0.key < $1.key }) {
            writer.put(kind)
            writer.put(UInt64(count))
        }
        writer.put(UInt64(skipped.examples.count))
        for (name, kind) in skipped.examples {
            writer.put(name)
            writer.put(kind)
        }
        writer.put(UInt32(crc32(0, writer.bytes)))
        return writer.bytes
    }

    /// The index that a file holds.
    ///
    /// - Throws: ``InputError`` where the file is no index, is damaged, or is that of another archive.
    public init(path: String, of archive: Archive) throws(InputError) {
        let bytes = try InputFile.read(at: path)
        let again = "make it again: rca-cli archive index"
        guard bytes.starts(with: Self.magic) else {
            throw InputError(.formatUnsupported, path, "is no index of an archive", remedy: again)
        }
        var body = IndexReader(Array(bytes.dropFirst(Self.magic.count).dropLast(4)))
        guard let version = body.number(UInt32.self), version == Self.version else {
            throw InputError(.formatUnsupported, path, "is an index of another version of rca-cli", remedy: again)
        }
        var end = IndexReader(Array(bytes.suffix(4)))
        guard end.number(UInt32.self) == UInt32(crc32(0, bytes.dropLast(4))),
            let index = Self(&body, archive.parts.name)
        else { throw InputError(.fileDamaged, path, "the index is damaged", remedy: again) }
        guard try index.identity == ArchiveIdentity(of: archive.parts) else {
            throw InputError(
                .fileDamaged, path, "is the index of another archive, or \(archive.name) has changed since",
                remedy: again)
        }
        self = index
    }

    private init?(_ reader: inout IndexReader, _ archive: String) {
        guard let access = reader.number(UInt32.self).flatMap(Access.init), let bytes = reader.number(UInt64.self),
            let check = reader.number(UInt32.self), let span = reader.count(), let unpacked = reader.count(),
            let names = reader.numbers(UInt8.self),
            let nameEnds = reader.numbers(UInt64.self), let sizes = reader.numbers(UInt64.self),
            let places = reader.numbers(UInt64.self), let checks = reader.numbers(UInt32.self),
            [nameEnds.count, places.count, checks.count].allSatisfy({ $0 == sizes.count })
        else { return nil }
        self.init(access: access, identity: ArchiveIdentity(bytes: bytes, check: check), span: span)
        (unpackedBytes, self.names, self.nameEnds, self.sizes) = (UInt64(unpacked), names, nameEnds, sizes)
        (self.places, self.checks) = (places, checks)
        guard isSound, let points = reader.count() else { return nil }
        for _ in 0..<points {
            guard let unpacked = reader.count(), let packed = reader.count(), let bits = reader.number(UInt8.self),
                bits < 8, let window = reader.numbers(UInt8.self)
            else { return nil }
            restartPoints.append(RestartPoint(unpacked: unpacked, packed: packed, bits: Int(bits), window: window))
        }
        guard let refusals = reader.count() else { return nil }
        for _ in 0..<refusals {
            guard let name = reader.text(), let code = reader.text(), let problem = reader.text(),
                let remedy = reader.text()
            else { return nil }
            refused.append(
                Refusal(
                    name: name,
                    error: InputError(
                        InputError.Code(rawValue: code), "\(archive)/\(name)", problem,
                        remedy: remedy.isEmpty ? nil : remedy)))
        }
        guard let skipped = SkippedEntries(&reader), reader.isAtEnd else { return nil }
        self.skipped = skipped
    }

    /// Whether each name is a piece of the names, and sizes, places and their sums are numbers of bytes.
    private var isSound: Bool {
        zip(nameEnds, nameEnds.dropFirst()).allSatisfy { $0 <= $1 } && nameEnds.last ?? 0 <= UInt64(names.count)
            && [sizes, places].allSatisfy { $0.allSatisfy { $0 <= IndexReader.most } }
            && sizes.reduce(0) { $0 + Double($1) } <= Double(IndexReader.most)
    }
}

extension SkippedEntries {
    fileprivate init?(_ reader: inout IndexReader) {
        var counts: [String: Int] = [:]
        guard let kinds = reader.count() else { return nil }
        for _ in 0..<kinds {
            guard let kind = reader.text(), let count = reader.count() else { return nil }
            counts[kind] = count
        }
        guard counts.values.reduce(0, { $0 + Double($1) }) <= Double(IndexReader.most) else { return nil }
        var examples: [(name: String, kind: String)] = []
        guard let named = reader.count() else { return nil }
        for _ in 0..<named {
            guard let name = reader.text(), let kind = reader.text() else { return nil }
            examples.append((name, kind))
        }
        self.init(counts: counts, examples: examples)
    }
}
