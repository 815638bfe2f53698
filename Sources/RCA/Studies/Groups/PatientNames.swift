import Files

/// Which patient an image is of, by its name: images of one patient count as one.
struct PatientNames {
    /// By the images' names without extension and suffix; empty where every image counts by itself.
    private var patients: [String: String] = [:]

    /// - Parameters:
    ///   - pattern: a regular expression that finds the patient in a name, as its first group in parentheses or the whole
    ///     match; nil for none.
    ///   - images: names without extension and suffix.
    /// - Throws: ``InputError`` (`option invalid`) where it is none, or finds nothing in a name: the first by its bytes.
    init(_ pattern: String?, images: some Sequence<String>) throws(InputError) {
        guard let pattern else { return }
        let finder = try PatientPattern(pattern)
        for image in Set(images).sorted(by: { $0.precedesInBytes($1) }) {
            patients[image] = try finder.patient(of: image)
        }
    }

    /// The patient, or the image itself.
    subscript(_ image: String) -> String { patients[image] ?? image }
}
