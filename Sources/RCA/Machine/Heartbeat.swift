import Glibc

/// Does something every few seconds on a thread of its own, so that no work, however long it keeps every thread of the
/// concurrency runtime, delays it.
package final class Heartbeat: Sendable {
    private let thread: pthread_t
    /// Closed to end the thread.
    private let stopEnd: Int32

    /// - Parameters:
    ///   - seconds: from one beat to the next, and to the first.
    ///   - beat: short, since ``stop()`` waits for it.
    /// - Returns: nil where the system gives no thread or no pipe.
    package init?(every seconds: Int, _ beat: @escaping @Sendable () -> Void) {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { return nil }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let stopped = ends[0]
        let started = PlainThread.start {
            var end = pollfd(fd: stopped, events: Int16(POLLIN), revents: 0)
            while true {
                let answer = poll(&end, 1, Int32(seconds) * 1000)
                if answer == 0 { beat() } else if answer > 0 || errno != EINTR { break }
            }
            close(stopped)
        }
        guard let thread = started else {
            for end in ends { close(end) }
            return nil
        }
        self.thread = thread
        stopEnd = ends[1]
    }

    /// Ends the thread, and waits until it has ended. To be called once.
    package func stop() {
        close(stopEnd)
        pthread_join(thread, nil)
    }
}
