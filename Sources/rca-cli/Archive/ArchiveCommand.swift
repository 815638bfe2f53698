import Archives
import ArgumentParser
import RCA

/// `rca-cli archive`: looks into archives of images and masks.
struct ArchiveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "archive",
        abstract: "Indexes and lists archives, so that 'score' can read any file in them at once.",
        discussion: """
            'score' reads images and masks straight from .tar, .tar.gz, .tar.zst, .tar.xz, .tar.bz2 and .zip files; it unpacks \
            nothing to disk. Without an index it first reads the whole archive once, to learn the file names. With \
            an index it starts at once, and each shard unpacks only what it needs.
            """,
        subcommands: [ArchiveIndexCommand.self, ArchiveListCommand.self])
}

/// The archive that both commands take.
struct ArchiveArguments: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            "The archive, or all parts of a split one (name.tar.gz.aa name.tar.gz.ab …, or a quoted pattern).",
            valueName: "archive"))
    var archives: [String]

    /// - Throws: ``InputError`` where the paths are not one archive.
    func archive() throws(InputError) -> Archive { try Archive(paths: paths()) }

    /// The files, patterns resolved.
    func paths() throws(InputError) -> [String] {
        var paths: [String] = []
        for value in archives { paths += try ArchivePaths.expanded(value) }
        return paths
    }
}
