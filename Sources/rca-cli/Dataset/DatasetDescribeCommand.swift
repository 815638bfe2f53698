import ArgumentParser
import Checks
import RCA

/// `rca-cli dataset describe`: parsing only; the work is ``DatasetDescription``'s.
struct DatasetDescribeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "describe",
        abstract: "Writes dataset.jsonld and README.md: what the files are, for search engines and for people.",
        discussion: """
            Start with a folder of everything that you will publish: the tables of 'score', archives of masks, \
            whatever belongs with them. The command lists every file with its size and SHA-256, and reads from the \
            tables what they measure and how they were made. dataset.jsonld uses the vocabulary of schema.org, which \
            Google Dataset Search and others read; README.md says the same for people.

            What no file says, you say in options. --name, --description, --creator (or --organization) and \
            --license are required; the command makes nothing up. The same files and options give the same bytes.

              rca-cli dataset describe nih-scores --name 'Quality of lung masks' \\
                --description-file about.txt --creator 'Ada Lovelace' \\
                --license https://creativecommons.org/licenses/by/4.0/
            """)

    @Argument(help: ArgumentHelp("The folder to publish.", valueName: "folder"), completion: .directory)
    var folder: String

    @Option(help: ArgumentHelp("Name of the data set.", valueName: "text"))
    var name: String?

    @Option(help: ArgumentHelp("Description of the data set, in 50 to 5000 characters.", valueName: "text"))
    var description: String?

    @Option(help: ArgumentHelp("File that contains the description.", valueName: "file"), completion: .file())
    var descriptionFile: String?

    @Option(
        help: ArgumentHelp(
            "A person who made the data set: 'Name' or 'Name <https://orcid.org/…>'. May be given several times.",
            valueName: "name"))
    var creator: [String] = []

    @Option(help: ArgumentHelp("An organisation that made the data set, written in the same way.", valueName: "name"))
    var organization: [String] = []

    @Option(help: ArgumentHelp("URL of the licence.", valueName: "url"))
    var license: String?

    @Option(help: ArgumentHelp("Name of the licence.", valueName: "text"))
    var licenseName: String?

    @Option(help: ArgumentHelp("URL of the page where the data set will be found.", valueName: "url"))
    var url: String?

    @Option(help: ArgumentHelp("URL that the file names are appended to.", valueName: "url"))
    var downloadURL: String?

    @Option(help: ArgumentHelp("A publication to cite. May be given several times.", valueName: "text"))
    var citation: [String] = []

    @Option(help: ArgumentHelp("A keyword. May be given several times.", valueName: "text"))
    var keyword: [String] = []

    @Option(
        help: ArgumentHelp(
            "What the data set was made from, for example the URL of the images. May be given several times.",
            valueName: "url"))
    var basedOn: [String] = []

    @Option(help: ArgumentHelp("A permanent identifier, for example a DOI.", valueName: "text"))
    var identifier: String?

    @Option(help: ArgumentHelp("Version of the data set.", valueName: "text"))
    var datasetVersion: String?

    @Option(help: ArgumentHelp("Date of publication, for example 2026-01-31.", valueName: "day"))
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
