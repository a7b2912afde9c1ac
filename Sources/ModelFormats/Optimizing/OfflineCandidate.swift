/// One way to run and place a network, and what each build's planner makes of it.
struct OfflineCandidate {
  var order: [Int]
  /// By tensor; `nil` for those that the planner places.
  var offsets: [Int?]
  /// Of each build: the arena, scratch placed by the runtime around the fixed tensors.
  var arenaBytes: [Int]
}
