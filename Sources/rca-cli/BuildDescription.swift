import Checks
import Machine
import RCA

/// What `--version` says: the release, what was built and how, and the libraries it runs with.
enum BuildDescription {
    static var text: String {
        """
        rca-cli \(RCAVersion.current)
        build \(BuildLibraries.revision ?? "not from an installation: commit not recorded")
        instruction set \(instructions)
        \(BuildLibraries.description)
        """
    }

    #if RCA_PORTABLE
    static let kernels = "portable"
    private static let instructions = "any \(architecture) (portable kernels)"
    #else
    static let kernels = "AVX2 and FMA"
    private static let instructions = "x86-64-v3 (AVX2 and FMA kernels)"
    #endif

    #if arch(x86_64)
    private static let architecture = "x86-64"
    #elseif arch(arm64)
    private static let architecture = "arm64"
    #else
    private static let architecture = "processor of its kind"
    #endif
}
