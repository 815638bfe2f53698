/// Sorts any number of records by their bytes in a bounded piece of memory: sorted runs go to a scratch file and are
/// merged from there (Knuth, The Art of Computer Programming 3, 5.4).
///
///     var sorter = RecordSorter()
///     for name in names { try sorter.add(Array(name.utf8)) }
///     var sorted = try sorter.sorted()
///     while let record = try sorted.next() { … }
package struct RecordSorter {
    private let memoryBytes: Int
    private var bytes: [UInt8] = []
    private var ranges: [Range<Int>] = []
    private var file: ScratchFile?
    private var runs: [Range<Int>] = []

    /// - Parameter memoryBytes: what is sorted at a time.
    package init(memoryBytes: Int = 1 << 20) { self.memoryBytes = memoryBytes }

    package mutating func add(_ record: [UInt8]) throws(InputError) {
        ranges.append(bytes.count..<(bytes.count + record.count))
        bytes.append(contentsOf: record)
        if bytes.count + ranges.count * MemoryLayout<Range<Int>>.stride >= memoryBytes { try spill() }
    }

    /// The records from the smallest to the largest, equal ones in no order.
    package consuming func sorted() throws(InputError) -> SortedRecords {
        guard file != nil else {
            sortRanges()
            return SortedRecords(inMemory: bytes, ranges)
        }
        try spill()
        return try SortedRecords(file!, runs)
    }

    private mutating func spill() throws(InputError) {
        guard !ranges.isEmpty else { return }
        sortRanges()
        if file == nil { file = try ScratchFile() }
        guard let file else { return }
        let start = file.end
        try bytes.withUnsafeBufferPointer { (all) throws(InputError) in
            for range in ranges {
                try file.append(record: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(all)[range]))
            }
        }
        try file.finishWriting()
        runs.append(start..<file.end)
        bytes.removeAll(keepingCapacity: true)
        ranges.removeAll(keepingCapacity: true)
    }

    private mutating func sortRanges() {
        bytes.withUnsafeBytes { all in
            ranges.sort {
                UnsafeRawBufferPointer(rebasing: all[$0]).lexicographicallyPrecedes(
                    UnsafeRawBufferPointer(rebasing: all[$1]))
            }
        }
    }
}

/// Sorted records, one after another.
package struct SortedRecords {
    private var bytes: [UInt8] = []
    private var ranges: ArraySlice<Range<Int>> = []
    private var readers: [RecordReader] = []
    /// A heap by the record: the run whose next record is smallest comes first.
    private var heap: [(record: [UInt8], run: Int)] = []

    fileprivate init(inMemory bytes: [UInt8], _ ranges: [Range<Int>]) {
        self.bytes = bytes
        self.ranges = ranges[...]
    }

    fileprivate init(_ file: ScratchFile, _ runs: [Range<Int>]) throws(InputError) {
        readers = runs.map { RecordReader(file, $0, blockSize: 1 << 12) }
        for run in readers.indices {
            if let record = try nextRecord(of: run) { heap.append((record, run)) }
        }
        heap.sort { $0.record.lexicographicallyPrecedes($1.record) }
    }

    package mutating func next() throws(InputError) -> [UInt8]? {
        if let range = ranges.popFirst() { return Array(bytes[range]) }
        guard let top = heap.first else { return nil }
        if let record = try nextRecord(of: top.run) {
            heap[0].record = record
        } else {
            let last = heap.removeLast()
            if !heap.isEmpty { heap[0] = last }
        }
        sink()
        return top.record
    }

    private mutating func nextRecord(of run: Int) throws(InputError) -> [UInt8]? {
        var record: [UInt8]?
        _ = try readers[run].next { record = Array($0) }
        return record
    }

    /// Moves the first entry down to its place.
    private mutating func sink() {
        var place = 0
        while true {
            var smallest = place
            for child in [2 * place + 1, 2 * place + 2] where child < heap.count {
                if heap[child].record.lexicographicallyPrecedes(heap[smallest].record) { smallest = child }
            }
            if smallest == place { return }
            heap.swapAt(place, smallest)
            place = smallest
        }
    }
}
