import Archives
import ArgumentParser
import Machine
import RCA
import Tables

/// `rca-bench archive`: what it costs to reach every file of an archive, and one in so many, as a shard does.
struct ArchiveBenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "archive", abstract: "Reads one in 1, 4, 16, 64 and 256 files of an archive, and tells the cost.")

    @Argument(help: "The archive, or all its parts.")
    var archives: [String]

    func run() throws {
        let archive = try Archive(paths: archives)
        var watch = Stopwatch()
        let index = try archive.index()
        print("\(index.count) files, \(index.totalBytes) bytes; \(index.form)")
        print("index \(archive.hasIndexFile ? "loaded" : "made") in \(DecimalText.threeDigits(watch.seconds)) s")
        var table = TextTable(
            columns: [
                ("one in", .right), ("files", .right), ("ms", .right), ("ms a file", .right), ("jumps", .right),
                ("MB unpacked", .right), ("MB/s unpacked", .right),
            ])
        for share in [1, 4, 16, 64, 256] {
            let reader = IndexedArchive(archive, index)
            // By a hash, as shards are chosen, so that the gaps are of all lengths.
            let wanted = (0..<index.count).filter { position in
                (UInt64(position) &* 0x9E37_79B9_7F4A_7C15) >> 32 % UInt64(share) == 0
            }
            watch = Stopwatch()
            var failures = 0
            reader.deliver(wanted) { _, result in
                if case .failure = result { failures += 1 }
                return true
            }
            let milliseconds = watch.seconds * 1000
            guard failures == 0 else { throw BenchFailure(description: "\(failures) files could not be read") }
            let megabytes = Double(reader.inflatedBytes) / 1e6
            table.append([
                "\(share)", "\(wanted.count)", DecimalText.threeDigits(milliseconds),
                DecimalText.threeDigits(milliseconds / Double(max(1, wanted.count))), "\(reader.jumps)",
                DecimalText.threeDigits(megabytes), DecimalText.threeDigits(megabytes / milliseconds * 1000),
            ])
        }
        print(table.text, terminator: "")
    }
}
