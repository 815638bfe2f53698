import COpenBLAS

/// The OpenBLAS library that does the dense algebra.
public enum OpenBLAS {
    /// Keeps every call on the thread that made it, and ends the threads that the library started when it was loaded.
    ///
    /// Parallelism is across cases, so a second thread inside a product would only take a core from another case; it
    /// would also make sums depend on the thread count. The library's own threads keep a core busy with waiting for
    /// the first tenth of a second, so a program calls this first of all.
    ///
    /// Called by everything in this layer before its first product too; calling it again costs nothing.
    public static func useOneThreadPerCall() { _ = singleThreaded }

    /// Maps the memory of so many threads that call the library at the same time, where address space is limited; without
    /// a limit it is mapped when it is needed.
    package static func reserve(threads: Int) { rca_openblas_reserve(Int32(clamping: threads)) }

    /// Release and configuration as the library reports them, for `--version` and run records.
    public static var configuration: String { String(cString: openblas_get_config()) }

    private static let singleThreaded: Void = {
        // In this order: setting a number of threads would start the ended ones again.
        openblas_set_num_threads(1)
        rca_openblas_end_threads()
    }()
}
