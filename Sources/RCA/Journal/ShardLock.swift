import FoundationEssentials
import Glibc
package import Imaging
import Machine

/// Keeps a shard, or other work that is done once, to one process, on one machine or on many that share a file system.
///
/// Two guards, since no single one holds everywhere:
/// 1. an open-file-description lock (`fcntl`), which the kernel gives back however the process ends. NFS passes it on
///    to the server where locking is set up;
/// 2. the owner's name in the file, and a beat: while it lives, the owner changes the file every few seconds. A lock
///    of another machine that does not beat while it is being watched is stale: its machine was lost. No clocks are
///    compared.
package final class ShardLock: Sendable {
    /// Seconds from beat to beat.
    package static let beat = 5
    /// A lock that has not beaten for so long is stale.
    package static let patience = 20

    private static let setLock: Int32 = 37  // F_OFD_SETLK, which <fcntl.h> hides from Swift.

    private let path: String
    private let descriptor: Int32
    /// Nil where the system gives no thread: the lock is then held by the kernel alone.
    private let beating: Heartbeat?

    /// Takes the lock, after watching one that may be stale.
    ///
    /// - Parameters:
    ///   - work: what the lock is for, in messages.
    ///   - beat: seconds from beat to beat.
    ///   - note: told once where there is something to wait for.
    /// - Throws: ``InputError`` where another process has the shard, or the file cannot be written.
    package init(
        _ path: String, for work: String = "shard", beat: Int = ShardLock.beat, note: (String) -> Void
    ) async throws(InputError) {
        let (descriptor, isGuarded) = try Self.openLocked(path, work)
        do throws(InputError) {
            try await Self.checkOwner(of: path, work, descriptor, isGuarded: isGuarded, note)
            let owner = Owner.current
            try Self.write(owner, to: descriptor, path, work)
        } catch {
            close(descriptor)
            throw error
        }
        self.path = path
        self.descriptor = descriptor
        beating = Heartbeat(every: beat) { futimens(descriptor, nil) }
    }

    /// Gives the lock back.
    package func release() {
        beating?.stop()
        unlink(path)
        close(descriptor)
    }

    /// Who has a lock.
    private struct Owner: Equatable {
        var host: String
        var process: Int
        var token: String

        static var current: Owner {
            Owner(
                host: HostName.current, process: Int(getpid()),
                token: String(UInt64.random(in: .min ... .max), radix: 36))
        }

        var text: String { "\(host) \(process) \(token)\n" }

        init(host: String, process: Int, token: String) {
            self.host = host
            self.process = process
            self.token = token
        }

        init?(_ text: String) {
            let parts = text.split(whereSeparator: \.isWhitespace)
            guard parts.count == 3, let process = Int(parts[1]) else { return nil }
            self.init(host: String(parts[0]), process: process, token: String(parts[2]))
        }
    }

    /// The file, locked where its file system can lock.
    private static func openLocked(_ path: String, _ work: String) throws(InputError) -> (
        descriptor: Int32, isGuarded: Bool
    ) {
        while true {
            let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
            guard descriptor >= 0 else {
                throw InputError(
                    .outputUnwritable, path, "cannot be written (\(systemMessage(errno)))",
                    remedy: "choose an output folder that this user may write to")
            }
            var region = flock()
            region.l_type = Int16(F_WRLCK)
            region.l_whence = Int16(SEEK_SET)
            let isGuarded = fcntl(descriptor, setLock, &region) == 0
            if !isGuarded && (errno == EAGAIN || errno == EACCES) {
                let owner = Owner(content(descriptor))
                close(descriptor)
                throw inUse(path, work, owner)
            }
            // The owner before may have removed the file between opening and locking: then this is no longer it.
            var opened = stat()
            var named = stat()
            if fstat(descriptor, &opened) == 0, stat(path, &named) == 0, opened.st_ino == named.st_ino {
                return (descriptor, isGuarded)
            }
            close(descriptor)
        }
    }

    /// The kernel has given the lock, or has none. An owner whose name is still there may live where locks are not
    /// passed on.
    private static func checkOwner(
        of path: String, _ work: String, _ descriptor: Int32, isGuarded: Bool, _ note: (String) -> Void
    ) async throws(InputError) {
        guard let owner = Owner(content(descriptor)) else { return }
        if owner.host == HostName.current {
            if !isGuarded, kill(pid_t(truncatingIfNeeded: owner.process), 0) == 0 { throw inUse(path, work, owner) }
            return
        }
        note(
            "\(path): another machine (\(owner.host)) had this \(work) and did not give it back; "
                + "watching for \(patience) s whether it still works")
        let first = lastBeat(path)
        for _ in 0..<patience {
            try? await Task.sleep(for: .seconds(1))
            if InterruptSignal.isReceived || Task.isCancelled { break }
            if lastBeat(path) != first { throw inUse(path, work, owner) }
        }
    }

    /// The file's time as the server has it: NFS asks anew when a file is opened, not when it is looked at.
    private static func lastBeat(_ path: String) -> FileStamp? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        return FileStamp(descriptor: descriptor)
    }

    private static func write(_ owner: Owner, to descriptor: Int32, _ path: String, _ work: String) throws(InputError) {
        let text = Array(owner.text.utf8)
        guard ftruncate(descriptor, 0) == 0, pwrite(descriptor, text, text.count, 0) == text.count,
            fsync(descriptor) == 0
        else {
            throw InputError(
                .outputUnwritable, path, "cannot be written (\(systemMessage(errno)))",
                remedy: "free space, or choose another output folder")
        }
        // Another that took the same stale lock at the same moment has written its own name by now, or sees this one.
        guard Owner(content(descriptor)) == owner else { throw inUse(path, work, Owner(content(descriptor))) }
    }

    private static func content(_ descriptor: Int32) -> String {
        var bytes = [UInt8](repeating: 0, count: 512)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }

    private static func inUse(_ path: String, _ work: String, _ owner: Owner?) -> InputError {
        let who = owner.map { "process \($0.process) on \($0.host)" } ?? "another process"
        return InputError(
            .optionInvalid, path, "\(who) is working on this \(work)",
            remedy: "wait until it is done, or stop it; if it cannot exist any more, remove this file")
    }
}
