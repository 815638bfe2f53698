import RCA

/// What `--version` says: the release and what it was built with.
enum BuildDescription {
    static var text: String {
        """
        rca-cli \(RCAVersion.current)
        \(kernels) kernels
        \(BuildLibraries.description)
        """
    }

    #if RCA_PORTABLE
    static let kernels = "portable"
    #else
    static let kernels = "AVX2 and FMA"
    #endif
}
