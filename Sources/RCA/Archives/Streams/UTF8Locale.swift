#if Archive
import Glibc

/// libarchive reads names by the locale of the thread; names here are UTF-8 whatever the user's locale is.
enum UTF8Locale {
    private nonisolated(unsafe) static let locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", nil)

    static func using<Value>(_ body: () -> Value) -> Value {
        guard let locale else { return body() }
        let earlier = uselocale(locale)
        defer { uselocale(earlier) }
        return body()
    }
}
#endif
