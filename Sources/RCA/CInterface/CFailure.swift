import CRCA
import Files

/// What a function of the C interface says when it fails.
struct CFailure: Error {
    let code: Int32
    let subject: String
    let problem: String
    var remedy: String?

    /// The caller's mistake.
    static func argument(_ subject: String, _ problem: String) -> CFailure {
        CFailure(code: RCA_ERROR_ARGUMENT, subject: subject, problem: problem)
    }

    init(code: Int32, subject: String, problem: String, remedy: String? = nil) {
        self.code = code
        self.subject = subject
        self.problem = problem
        self.remedy = remedy
    }

    init(_ error: InputError) {
        let code =
            switch error.code {
            case .fileMissing: RCA_ERROR_FILE_MISSING
            case .fileUnreadable: RCA_ERROR_FILE_UNREADABLE
            case .fileEmpty: RCA_ERROR_FILE_EMPTY
            case .fileDamaged: RCA_ERROR_FILE_DAMAGED
            case .formatUnsupported: RCA_ERROR_FORMAT
            case .imageTooLarge: RCA_ERROR_TOO_LARGE
            case .sizeMismatch: RCA_ERROR_SIZE_MISMATCH
            case .labelUnknown: RCA_ERROR_LABEL_UNKNOWN
            case .structureMissing: RCA_ERROR_STRUCTURE_MISSING
            case .referenceInvalid: RCA_ERROR_REFERENCES
            case .outputUnwritable, .outputChanged: RCA_ERROR_OUTPUT
            case .machineUnsupported: RCA_ERROR_MACHINE
            case .optionInvalid: RCA_ERROR_OPTION
            case .cancelled: RCA_ERROR_CANCELLED
            default: RCA_ERROR_OTHER
            }
        self.init(code: code, subject: error.subject, problem: error.problem, remedy: error.remedy)
    }
}

extension CFailure {
    /// The `rca_error`, which the caller of the C interface owns.
    func handedOut() -> OpaquePointer? { rca_error_create(code, subject, problem, remedy) }
}

/// Runs what a function of the C interface does.
///
/// - Parameter error: where the caller wants to be told; nil for not at all.
/// - Returns: the function's code.
func answer(
    _ error: UnsafeMutablePointer<OpaquePointer?>?, _ body: () throws(CFailure) -> Void
) -> Int32 {
    do throws(CFailure) {
        try body()
        return RCA_OK
    } catch let failure {
        error?.pointee = failure.handedOut()
        return failure.code
    }
}

/// Runs what may fail with an ``InputError``.
func reading<Value>(_ body: () throws(InputError) -> Value) throws(CFailure) -> Value {
    do throws(InputError) {
        return try body()
    } catch let error {
        throw CFailure(error)
    }
}
