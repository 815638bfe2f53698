/// Lines on stderr of which a person wants to see some.
enum ListedLines {
    private static let listed = 20

    /// Prints nothing where there are none.
    static func print(_ lines: [String], title: String) {
        guard !lines.isEmpty else { return }
        Console.error(title)
        for line in lines.prefix(listed) { Console.error("  \(line)") }
        if lines.count > listed { Console.error("  and \(lines.count - listed) more") }
    }
}
