#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Memory that ends where nothing may be read: one byte too far and the test process dies.
public final class GuardedMemory<Value: BitwiseCopyable> {
    private let pages: UnsafeMutableRawPointer
    private let byteCount: Int
    public let values: UnsafeBufferPointer<Value>

    public init(_ values: [Value]) {
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        let used = values.count * MemoryLayout<Value>.stride
        let readable = (used + page - 1) / page * page
        byteCount = readable + page
        guard let pages = mmap(nil, byteCount, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
            pages != MAP_FAILED, mprotect(pages + readable, page, PROT_NONE) == 0
        else { preconditionFailure("no memory for a test") }
        self.pages = pages
        let start = (pages + readable - used).bindMemory(to: Value.self, capacity: values.count)
        start.update(from: values, count: values.count)
        self.values = UnsafeBufferPointer(start: start, count: values.count)
    }

    deinit { munmap(pages, byteCount) }
}
