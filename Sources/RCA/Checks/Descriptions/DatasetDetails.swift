public import Imaging

/// What no program can know of a data set, so a person has to say it.
public struct DatasetDetails: Sendable {
    /// Who made it: a name, and where there is one an address that tells them apart (ORCID, ROR).
    public struct Creator: Sendable, Equatable {
        public let name: String
        public let url: String?
        public let isOrganization: Bool

        /// - Parameters:
        ///   - text: a name, or a name and an address in angle brackets.
        ///   - isOrganization: false for a person.
        ///   - option: for the error.
        /// - Throws: ``InputError`` (`option invalid`) where the name is empty or the address is none.
        public init(_ text: String, isOrganization: Bool, option: String) throws(InputError) {
            let parts = text.split(separator: "<", maxSplits: 1, omittingEmptySubsequences: false)
            name = parts[0].split(separator: " ").joined(separator: " ")
            if parts.count == 2 {
                let address = String(parts[1])
                guard address.hasSuffix(">") else { throw Self.failure(text, option) }
                url = String(address.dropLast())
                try DatasetDetails.checkURL(url, option: option)
            } else {
                url = nil
            }
            guard !name.isEmpty else { throw Self.failure(text, option) }
            self.isOrganization = isOrganization
        }

        private static func failure(_ text: String, _ option: String) -> InputError {
            InputError(
                .optionInvalid, option, "'\(text)' is no name",
                remedy: "write it as 'Name' or 'Name <https://orcid.org/…>'")
        }
    }

    public var name: String?
    /// 50 to 5000 characters, which data set search engines ask for.
    public var description: String?
    public var creators: [Creator] = []
    /// The address of the licence.
    public var license: String?
    public var licenseName: String?
    /// The page that the data set is found on.
    public var url: String?
    /// The address that the files' names are appended to; nil names them alone.
    public var downloadURL: String?
    public var citations: [String] = []
    public var keywords: [String] = []
    /// What it was made from: addresses of the images or of other data sets.
    public var sources: [String] = []
    public var identifier: String?
    public var version: String?
    /// As `2026-01-31`.
    public var datePublished: String?

    public init() {}

    /// - Throws: ``InputError`` (`option invalid`): one line with every required option that is missing, or what is
    ///   wrong with one that is there.
    func check() throws(InputError) {
        let required: [(option: String, isMissing: Bool)] = [
            ("--name", (name ?? "").isEmpty), ("--description", (description ?? "").isEmpty),
            ("--creator (or --organization)", creators.isEmpty), ("--license", (license ?? "").isEmpty),
        ]
        let missing = required.filter(\.isMissing).map(\.option)
        guard missing.isEmpty else {
            throw InputError(
                .optionInvalid, "dataset describe", "missing: \(missing.joined(separator: ", "))",
                remedy: "give them as options; no file says them, and nothing is made up")
        }
        let length = (description ?? "").count
        guard (50...5000).contains(length) else {
            throw InputError(
                .optionInvalid, "--description", "has \(length) characters",
                remedy: "write 50 to 5000: search engines for data sets show no others")
        }
        for (option, address) in [
            ("--license", license), ("--url", url), ("--download-url", downloadURL),
        ] + sources.map({ ("--based-on", $0) }) {
            try Self.checkURL(address, option: option)
        }
        if let datePublished { _ = try CalendarDay(datePublished, option: "--date-published") }
    }

    private static func checkURL(_ text: String?, option: String) throws(InputError) {
        guard let text else { return }
        let rest = text.split(separator: "://", maxSplits: 1)
        let isWeb = rest.count == 2 && (rest[0] == "https" || rest[0] == "http")
        guard isWeb, text.unicodeScalars.allSatisfy({ $0.value > 0x20 && !"<>\"\\".unicodeScalars.contains($0) }) else {
            throw InputError(
                .optionInvalid, option, "'\(text)' is no web address", remedy: "write it from https:// on")
        }
    }
}
