/// The numbers of an array's tasks as Slurm writes them: `1-3,7,9-15:2%4`.
package enum TaskRanges {
    /// The numbers, ascending; nil for other text. How many may run at once (`%4`) is passed over.
    package static func parse(_ text: String) -> [Int]? {
        var text = text[...]
        if text.hasPrefix("["), text.hasSuffix("]") { text = text.dropFirst().dropLast() }
        text = text.prefix { $0 != "%" }
        var tasks: Set<Int> = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let numbers = range(part) else { return nil }
            tasks.formUnion(numbers)
        }
        return tasks.sorted()
    }

    /// The shortest such text without steps; empty for no numbers.
    package static func text(_ tasks: some Collection<Int>) -> String {
        var ranges: [ClosedRange<Int>] = []
        for task in Set(tasks).sorted() {
            if let last = ranges.last, last.upperBound + 1 == task {
                ranges[ranges.count - 1] = last.lowerBound...task
            } else {
                ranges.append(task...task)
            }
        }
        return ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
            .joined(separator: ",")
    }

    private static func range(_ text: Substring) -> StrideThrough<Int>? {
        let stepped = text.split(separator: ":", omittingEmptySubsequences: false)
        let ends = stepped[0].split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard stepped.count <= 2, ends.count <= 2, let first = ends[0], let last = ends[ends.count - 1],
            let step = stepped.count == 2 ? Int(stepped[1]) : 1, first >= 0, last >= first, step > 0,
            last - first <= 10_000_000
        else { return nil }
        return stride(from: first, through: last, by: step)
    }
}
