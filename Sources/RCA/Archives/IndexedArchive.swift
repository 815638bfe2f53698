import CZlib
public import Imaging

/// Files of an archive by their position in its index.
///
/// Asked for in the order of the archive it reads forward, and jumps where a restart point lies between: whoever
/// wants one file in sixty-four does not unpack the others. Not to be shared between threads.
public final class IndexedArchive {
    public let archive: Archive
    public let index: ArchiveIndex
    private var place: Place?
    /// The first file that cannot be reached.
    private var broken: (position: Int, error: InputError)?
    /// Restarts so far: jumps, and for a compressed tar without restart points returns to its front.
    public private(set) var jumps = 0

    /// Where reading has come to.
    private enum Place {
        case parts(PartStream)
        case gzip(GzipStream)
        #if Archive
        /// With the number of the entry that comes next.
        case walk(ArchiveStream, next: Int)
        #endif
    }

    public init(_ archive: Archive, _ index: ArchiveIndex) {
        self.archive = archive
        self.index = index
    }

    /// Unpacked bytes in all, those passed over too; 0 where libarchive unpacks.
    public var inflatedBytes: Int {
        guard case .gzip(let stream) = place else { return 0 }
        return stream.inflatedBytes
    }

    /// How a file is named in messages: the archive, then the name in it.
    public func path(at position: Int) -> String { "\(archive.name)/\(index.name(at: position))" }

    /// The bytes of one file, into a buffer that is used again.
    ///
    /// - Throws: ``InputError`` where the archive is damaged there, the file is not what the index says, or it is
    ///   larger than the limits allow.
    public func read(_ position: Int, into buffer: inout [UInt8]) throws(InputError) {
        let count = index.bytes(at: position)
        try archive.limits.checkEntry(bytes: count, archive.name, entry: index.name(at: position))
        if let broken, position >= broken.position { throw broken.error }
        do throws(InputError) {
            switch index.access {
            case .direct: try readPlain(position, count, &buffer)
            case .gzip: try readGzip(position, count, &buffer)
            case .directory, .sequential:
                #if Archive
                try walk(to: position, &buffer)
                #else
                throw shortened(position)
                #endif
            }
        } catch {
            place = nil
            // What comes behind can only be reached through the damage: looked at once, not once a file.
            if index.access == .sequential { broken = (position, error) }
            throw error
        }
        guard index.access == .directory || UInt32(crc32(0, buffer)) == index.checks[position] else {
            throw InputError(
                .fileDamaged, path(at: position), "differs from what the archive's index says",
                remedy: "make the index again: rca-cli archive index")
        }
    }

    /// The bytes of several files, in the order of the archive.
    ///
    /// - Parameter body: gets a file's position and its bytes, or why it cannot be read. It ends the delivery by
    ///   returning false.
    public func deliver(_ positions: [Int], to body: (Int, Result<[UInt8], InputError>) -> Bool) {
        var buffer: [UInt8] = []
        for position in positions.sorted() {
            let result: Result<[UInt8], InputError>
            do throws(InputError) {
                try read(position, into: &buffer)
                result = .success(buffer)
            } catch {
                result = .failure(error)
            }
            guard body(position, result) else { return }
        }
    }

    private func readPlain(_ position: Int, _ count: Int, _ buffer: inout [UInt8]) throws(InputError) {
        let stream: PartStream
        if case .parts(let open) = place { stream = open } else { stream = PartStream(archive.parts) }
        place = .parts(stream)
        stream.seek(to: Int(index.places[position]))
        try fill(&buffer, count, position) { () throws(InputError) in try stream.next() }
        // Only as much was wanted: the rest of the block is still at hand.
        stream.seek(to: Int(index.places[position]) + count)
    }

    private func readGzip(_ position: Int, _ count: Int, _ buffer: inout [UInt8]) throws(InputError) {
        let stream: GzipStream
        if case .gzip(let open) = place {
            stream = open
        } else {
            stream = try GzipStream(archive.parts, limits: archive.limits)
        }
        place = .gzip(stream)
        let start = Int(index.places[position])
        let point = restartPoint(before: start)
        let isBehind = start < stream.position - stream.rest.count
        if isBehind || (point?.unpacked ?? 0) > stream.position {
            try stream.jump(to: point)
            jumps += 1
        }
        while stream.position <= start {
            let isAtEnd = try stream.next().isEmpty
            if stream.position == start, !isAtEnd || count == 0 { break }
            if isAtEnd { throw shortened(position) }
        }
        var first: UnsafeRawBufferPointer? = UnsafeRawBufferPointer(
            rebasing: stream.rest.suffix(max(0, stream.position - start)))
        try fill(&buffer, count, position) { () throws(InputError) in
            defer { first = nil }
            if let first, !first.isEmpty { return first }
            return try stream.next()
        }
    }

    private func fill(
        _ buffer: inout [UInt8], _ count: Int, _ position: Int,
        _ next: () throws(InputError) -> UnsafeRawBufferPointer
    ) throws(InputError) {
        buffer.resize(to: count)
        var filled = 0
        while filled < count {
            let block = try next()
            guard !block.isEmpty else { throw shortened(position) }
            let taken = min(block.count, count - filled)
            buffer.replace(at: filled, with: UnsafeRawBufferPointer(rebasing: block[..<taken]))
            filled += taken
        }
    }

    #if Archive
    private func walk(to position: Int, _ buffer: inout [UInt8]) throws(InputError) {
        let number = Int(index.places[position])
        var stream: ArchiveStream
        var next = 0
        if case .walk(let open, let reached) = place, reached <= number {
            (stream, next) = (open, reached)
        } else {
            if place != nil { jumps += 1 }
            stream = try ArchiveStream(archive.parts, limits: archive.limits)
        }
        place = nil
        var entry: ArchiveEntry?
        while next <= number {
            entry = try stream.next()
            guard entry != nil else { throw shortened(position) }
            next += 1
        }
        guard entry?.name == index.name(at: position) else { throw shortened(position) }
        place = .walk(stream, next: next)
        try stream.read(into: &buffer)
    }
    #endif

    private func restartPoint(before start: Int) -> RestartPoint? {
        var low = 0
        var high = index.restartPoints.count
        while low < high {
            let middle = (low + high) / 2
            if index.restartPoints[middle].unpacked <= start { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? nil : index.restartPoints[low - 1]
    }

    private func shortened(_ position: Int) -> InputError {
        InputError(
            .fileDamaged, path(at: position), "is not where the archive's index says",
            remedy: "make the index again: rca-cli archive index")
    }
}
