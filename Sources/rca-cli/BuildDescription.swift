import RCA

/// What `--version` says: the release and what it was built with.
enum BuildDescription {
    static var text: String {
        #if RCA_PORTABLE
        let kernels = "portable kernels"
        #else
        let kernels = "AVX2 and FMA kernels"
        #endif
        return """
            rca-cli \(RCAVersion.current)
            \(kernels)
            \(BuildLibraries.description)
            """
    }
}
