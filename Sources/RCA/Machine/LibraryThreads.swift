import LinearAlgebra

/// Threads that a library starts on its own when the program is loaded.
public enum LibraryThreads {
    /// Ends them. A program calls this before anything else: they take a core from it while they wait for work that
    /// never comes, since all parallelism here is across cases.
    public static func end() { OpenBLAS.useOneThreadPerCall() }
}
