import ArgumentParser
import Checks
import RCA

/// `rca-cli dataset describe`: parsing only; the work is ``DatasetDescription``'s.
struct DatasetDescribeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "describe",
        abstract: "Writes dataset.jsonld and README.md: what the files are, in words that search engines read.",
        discussion: """
            Take a folder with everything that you will publish: the tables of 'score', archives of masks, whatever \
            belongs to it. Every file is listed with its size and SHA-256; what the tables measure and how they were \
            made is read from them. dataset.jsonld has the words of schema.org, which Google Dataset Search and others \
            read; README.md says the same for people.

            What no file says are options: --name, --description, --creator (or --organization) and --license are \
            required, and nothing is made up. The same files and options give the same bytes.

              rca-cli dataset describe nih-scores --name 'Quality of lung masks' --description-file about.txt \\
                --creator 'Ada Lovelace' --license https://creativecommons.org/licenses/by/4.0/
            """)

    @Argument(help: ArgumentHelp("The folder to publish.", valueName: "folder"), completion: .directory)
    var folder: String

    @Option(help: ArgumentHelp("What the data set is called.", valueName: "text"))
    var name: String?

    @Option(help: ArgumentHelp("What it is, in 50 to 5000 characters.", valueName: "text"))
    var description: String?

    @Option(help: ArgumentHelp("A file that holds the description.", valueName: "file"), completion: .file())
    var descriptionFile: String?

    @Option(
        help: ArgumentHelp(
            "A person who made it, as 'Name' or 'Name <https://orcid.org/…>'; may be given again.", valueName: "name"))
    var creator: [String] = []

    @Option(help: ArgumentHelp("An organisation that made it, written likewise.", valueName: "name"))
    var organization: [String] = []

    @Option(help: ArgumentHelp("Address of the licence.", valueName: "url"))
    var license: String?

    @Option(help: ArgumentHelp("What the licence is called.", valueName: "text"))
    var licenseName: String?

    @Option(help: ArgumentHelp("Page on which the data set will be found.", valueName: "url"))
    var url: String?

    @Option(help: ArgumentHelp("Address that the names of the files are appended to.", valueName: "url"))
    var downloadURL: String?

    @Option(help: ArgumentHelp("A publication to cite; may be given again.", valueName: "text"))
    var citation: [String] = []

    @Option(help: ArgumentHelp("A keyword; may be given again.", valueName: "text"))
    var keyword: [String] = []

    @Option(
        help: ArgumentHelp("What it was made from: address of the images, say; may be given again.", valueName: "url"))
    var basedOn: [String] = []

    @Option(help: ArgumentHelp("A lasting identifier, a DOI for one.", valueName: "text"))
    var identifier: String?

    @Option(help: ArgumentHelp("The data set's own version.", valueName: "text"))
    var datasetVersion: String?

    @Option(help: ArgumentHelp("When it was published, as 2026-01-31.", valueName: "day"))
    var datePublished: String?

    @OptionGroup var overwriting: OverwriteOption

    func run() async throws {
        let outcome = try await CommandFailure.reporting { () throws(InputError) in
            try await DatasetDescription(
                folder: folder, details: details(), inputs: [descriptionFile], overwrites: overwriting.overwrite
            ).run()
        }
        Console.error(
            "\(outcome.written.joined(separator: " and ")): \(outcome.files) files, \(outcome.bytes) bytes")
        for note in outcome.notes { Console.error(note) }
    }

    private func details() throws(InputError) -> DatasetDetails {
        var details = DatasetDetails()
        details.name = name
        details.description = try text()
        for creator in creator {
            details.creators.append(try .init(creator, isOrganization: false, option: "--creator"))
        }
        for organization in organization {
            details.creators.append(try .init(organization, isOrganization: true, option: "--organization"))
        }
        details.license = license
        details.licenseName = licenseName
        details.url = url
        details.downloadURL = downloadURL
        details.citations = citation
        details.keywords = keyword
        details.sources = basedOn
        details.identifier = identifier
        details.version = datasetVersion
        details.datePublished = datePublished
        return details
    }

    private func text() throws(InputError) -> String? {
        guard let descriptionFile else { return description }
        guard description == nil else {
            throw InputError(
                .optionInvalid, "--description", "is given twice, as text and as a file", remedy: "leave one out")
        }
        let text = String(decoding: try InputFile.read(at: descriptionFile, maximumBytes: 1 << 20), as: UTF8.self)
        let lines = text.split(whereSeparator: \.isNewline)
        return lines.joined(separator: "\n")
    }
}
