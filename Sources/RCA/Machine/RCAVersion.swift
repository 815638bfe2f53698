/// The release of this library and its command line.
public enum RCAVersion {
    public static let current = "0.1.0"
}
