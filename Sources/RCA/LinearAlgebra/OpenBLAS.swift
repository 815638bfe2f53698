import COpenBLAS

/// The OpenBLAS library that does the dense algebra.
public enum OpenBLAS {
    /// Keeps every call on the thread that made it. Parallelism is across cases, so a second thread inside a
    /// product would only take a core from another case; it would also make sums depend on the thread count.
    ///
    /// Called once by everything in this layer before its first product; calling it again costs nothing.
    public static func useOneThreadPerCall() { _ = singleThreaded }

    /// Release and configuration as the library reports them, for `--version` and run records.
    public static var configuration: String { String(cString: openblas_get_config()) }

    private static let singleThreaded: Void = openblas_set_num_threads(1)
}
