/// Why bytes are no network, or a network cannot be as it is asked for. The caller knows the file and names it.
package enum LearningError: Error, Equatable, CustomStringConvertible {
    /// A shape, side or plan that no network can have; says which part of it.
    case impossible(String)
    /// Bytes that are not what they should be; says where.
    case damaged(String)
    /// Bytes of a later format.
    case version(Int)

    package var description: String {
        switch self {
        case .impossible(let reason): reason
        case .damaged(let reason): "is damaged: \(reason)"
        case .version(let version): "has format \(version), which is later than this program; use a newer one"
        }
    }
}
