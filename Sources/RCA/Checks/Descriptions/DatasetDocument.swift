import Foundation
import Imaging

/// A data set in the words of schema.org, as JSON-LD: what search engines for data sets read.
struct DatasetDocument: Encodable {
    struct Agent: Encodable, Equatable {
        let type: String
        let name: String
        let url: String?

        enum CodingKeys: String, CodingKey {
            case type = "@type"
            case name, url
        }
    }

    struct Download: Encodable, Equatable {
        let type = "DataDownload"
        let name: String
        let description: String?
        let contentUrl: String
        let contentSize: String
        let encodingFormat: String
        let sha256: String

        enum CodingKeys: String, CodingKey {
            case type = "@type"
            case name, description, contentUrl, contentSize, encodingFormat, sha256
        }
    }

    struct Measurement: Encodable, Equatable {
        let type = "PropertyValue"
        let name: String
        let description: String?
        let minValue: Int?
        let maxValue: Int?

        enum CodingKeys: String, CodingKey {
            case type = "@type"
            case name, description, minValue, maxValue
        }
    }

    let context = "https://schema.org/"
    let type = "Dataset"
    let name: String
    let description: String
    let creator: [Agent]
    let license: String
    let url: String?
    let citation: [String]?
    let keywords: [String]?
    let isBasedOn: [String]?
    let identifier: String?
    let version: String?
    let datePublished: String?
    let measurementTechnique: [String]?
    let variableMeasured: [Measurement]?
    let distribution: [Download]

    enum CodingKeys: String, CodingKey {
        case context = "@context"
        case type = "@type"
        case name, description, creator, license, url, citation, keywords, isBasedOn, identifier, version
        case datePublished, measurementTechnique, variableMeasured, distribution
    }

    /// - Parameter details: checked, so that what is required is there.
    init(
        _ details: DatasetDetails, files: [DatasetFile], variables: [DatasetVariable], technique: DatasetTechnique
    ) {
        name = details.name ?? ""
        description = details.description ?? ""
        creator = details.creators.map {
            Agent(type: $0.isOrganization ? "Organization" : "Person", name: $0.name, url: $0.url)
        }
        license = details.license ?? ""
        url = details.url
        citation = details.citations.isEmpty ? nil : details.citations
        keywords = details.keywords.isEmpty ? nil : details.keywords
        isBasedOn = details.sources.isEmpty ? nil : details.sources
        identifier = details.identifier
        version = details.version
        datePublished = details.datePublished
        measurementTechnique = technique.sentences.isEmpty ? nil : technique.sentences
        variableMeasured =
            variables.isEmpty
            ? nil
            : variables.map {
                Measurement(
                    name: $0.name, description: $0.meaning, minValue: $0.isShare ? 0 : nil,
                    maxValue: $0.isShare ? 1 : nil)
            }
        distribution = files.map { file in
            Download(
                name: file.path, description: file.summary, contentUrl: Self.address(of: file, details.downloadURL),
                contentSize: "\(file.bytes) B", encodingFormat: file.encodingFormat, sha256: file.sha256)
        }
    }

    /// The file's address; its path alone, which readers resolve against the page, where no address is known.
    private static func address(of file: DatasetFile, _ base: String?) -> String {
        let allowed = CharacterSet(
            charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/")
        let path = file.path.addingPercentEncoding(withAllowedCharacters: allowed) ?? file.path
        guard let base else { return path }
        return base.hasSuffix("/") ? base + path : base + "/" + path
    }

    /// The document's bytes, which depend on what is in it alone. Fit for a `<script>` of a page: no `<` is in it.
    func bytes() throws(InputError) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(self) else {
            throw InputError(.optionInvalid, "dataset describe", "cannot be written as JSON")
        }
        return Array(String(decoding: data, as: UTF8.self).replacing("<", with: "\\u003c").utf8) + [10]
    }
}
