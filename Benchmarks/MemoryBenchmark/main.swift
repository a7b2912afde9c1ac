// Prints tables; processor time of one core. Names of the tables to print may be given as arguments.
// CellStack, RandomGraphs, MemoryGraphFile and SharedData are links to the tests' files.

let tables: [(name: String, print: () throws -> Void)] = [
  ("orders", printOrders), ("stacks", printStacks), ("families", printFamilies),
  ("placements", printPlacements), ("packing", printPacking), ("everyday", printEveryday),
  ("models", printModels), ("hard", printHard),
]
let wanted = Set(CommandLine.arguments.dropFirst())
for table in tables where wanted.isEmpty || wanted.contains(table.name) {
  print("\n\(table.name)")
  try table.print()
}
