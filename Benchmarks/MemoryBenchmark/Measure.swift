import Glibc

/// Runs `body` until it has taken a while and returns the least processor time of one run, in
/// milliseconds: on a busy machine wall time says little.
func leastMilliseconds(_ body: () -> Void) -> Double {
  var least = Double.infinity
  var total = 0.0
  repeat {
    let start = processorMilliseconds()
    body()
    let taken = processorMilliseconds() - start
    least = min(least, taken)
    total += taken
  } while total < 50
  return least
}

func processorMilliseconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
}

extension Double {
  /// Three decimals.
  var short: String {
    let thousandths = Int((self * 1000).rounded())
    let fraction = String(thousandths % 1000)
    return "\(thousandths / 1000)." + String(repeating: "0", count: 3 - fraction.count) + fraction
  }
}

/// Columns as wide as their widest entry.
func printTable(_ header: [String], _ rows: [[String]]) {
  let lines = [header] + rows
  let widths = header.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
  for line in lines {
    let cells = zip(line, widths).enumerated().map { column, cell in
      let space = String(repeating: " ", count: cell.1 - cell.0.count)
      return column == 0 ? cell.0 + space : space + cell.0
    }
    print(cells.joined(separator: "  "))
  }
}
