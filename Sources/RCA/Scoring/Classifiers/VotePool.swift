/// The memory that trained atlases vote in, borrowed and given back: a worker trains thousands of times.
///
/// - A vote is held by one trained atlas at most, from the first reference that it labels until it goes away.
/// - A vote is cleared when it is borrowed, so that nothing of an earlier case is in it.
/// - An atlas holds the pool, so that votes can be given back after the classifier itself is gone.
/// - Pool, classifier and atlases belong to one worker. Nothing here is locked.
final class VotePool {
    /// Scoring holds three at once at most: the case as it was scored last, a pose that may take its place, and one
    /// that is being looked at. What a caller holds beyond that is not kept afterwards.
    private static let mostKept = 3

    private let parameters: ReferenceParameters
    private let structureCount: Int
    private var free: [ConsensusVote] = []

    init(parameters: ReferenceParameters, structureCount: Int) {
        self.parameters = parameters
        self.structureCount = structureCount
    }

    func borrow(for query: QueryImage) -> ConsensusVote {
        let vote = free.popLast() ?? ConsensusVote(parameters: parameters, structureCount: structureCount)
        vote.begin(query)
        return vote
    }

    func giveBack(_ vote: ConsensusVote) {
        if free.count < Self.mostKept { free.append(vote) }
    }
}
