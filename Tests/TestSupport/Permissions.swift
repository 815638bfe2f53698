#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What files' permissions forbid, which root may do all the same.
public enum Permissions {
    /// Whether ``bind(_:)`` keeps this process from what permissions forbid.
    public static let canBind: Bool = geteuid() != 0 || setUser.map { isBound($0) } ?? false

    /// Runs a piece of code for which permissions count: as root, as nobody of the thread's files.
    public static func bind<Result>(_ body: () throws -> Result) rethrows -> Result {
        guard geteuid() == 0, let setUser else { return try body() }
        _ = setUser(nobody)
        defer { _ = setUser(0) }
        return try body()
    }

    private typealias SetUser = @convention(c) (UInt32) -> Int32

    private static let nobody: UInt32 = 65_534

    /// setfsuid(2), of Linux alone: it is the thread's, and takes root's right to pass over permissions with it. The
    /// Swift module of the C library leaves it out.
    private static let setUser: SetUser? = dlsym(dlopen(nil, RTLD_NOW), "setfsuid").map {
        unsafeBitCast($0, to: SetUser.self)
    }

    /// The call returns who was before, whether it worked or not.
    private static func isBound(_ setUser: SetUser) -> Bool {
        _ = setUser(nobody)
        return setUser(0) == Int32(nobody)
    }
}
