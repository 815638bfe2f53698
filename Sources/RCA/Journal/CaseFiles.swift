package import Files

/// What a case's files are known by: nil for one that could not be read, or was not.
package struct CaseFiles: Sendable, Equatable {
    package var image: FileDigest?
    /// In the case's order; empty where the image's fault left no reason to read them.
    package var masks: [FileDigest]?

    package init(image: FileDigest? = nil, masks: [FileDigest]? = nil) {
        self.image = image
        self.masks = masks
    }
}
