import ArgumentParser
import Logging
import Machine
import RCA

/// What an operator of a cluster can follow on stderr; nothing unless asked for.
struct LoggingOptions: ParsableArguments {
    @Flag(
        name: [.customShort("v"), .customLong("verbose")],
        help: "Log to stderr what is done and how long it takes; -vv adds every image, -vvv the stages of each image.")
    var verbosity: Int

    /// Nil where nothing is to be logged.
    var logger: Logger? {
        guard verbosity > 0 else { return nil }
        var logger = Logger(label: "rca-cli") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = verbosity == 1 ? .info : verbosity == 2 ? .debug : .trace
        logger.info(
            "rca-cli started",
            metadata: [
                "version": "\(RCAVersion.current)", "kernels": "\(BuildDescription.kernels)",
                "processors": "\(ProcessorCount.available())",
            ])
        return logger
    }
}
