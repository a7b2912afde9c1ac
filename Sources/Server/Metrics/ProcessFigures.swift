import Glibc

/// What the kernel says about this process, under the names that Prometheus clients share.
struct ProcessFigures: Hashable, Sendable {
  var cpuSeconds = 0.0
  var residentBytes = 0
  var virtualBytes = 0
  var threads = 0
  var openDescriptors = 0
  var descriptorLimit = 0
  var startSeconds = 0.0
}

extension ProcessFigures {
  /// Reads `/proc/self`; what cannot be read stays zero.
  static func read() -> ProcessFigures {
    var figures = ProcessFigures()
    figures.readStat()
    figures.readUsage()
    figures.openDescriptors = countDescriptors()
    var limit = rlimit()
    if getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 {
      figures.descriptorLimit = Int(clamping: limit.rlim_cur)
    }
    return figures
  }

  func write(to text: inout PrometheusText) {
    text.single(
      "process_cpu_seconds_total", .counter, "User and system CPU time in seconds.", cpuSeconds)
    text.single(
      "process_resident_memory_bytes", .gauge, "Resident memory in bytes.", residentBytes)
    text.single("process_virtual_memory_bytes", .gauge, "Virtual memory in bytes.", virtualBytes)
    text.single("process_threads", .gauge, "Operating system threads.", threads)
    text.single("process_open_fds", .gauge, "Open file descriptors.", openDescriptors)
    text.single("process_max_fds", .gauge, "File descriptors that may be open.", descriptorLimit)
    text.single(
      "process_start_time_seconds", .gauge, "Start of the process, in seconds since 1970.",
      startSeconds)
  }

  /// Fields of `/proc/self/stat`, counted from the one after the name in parentheses, which is field 3
  /// (proc(5)): threads 20, start 22, virtual bytes 23, resident pages 24.
  private mutating func readStat() {
    guard let stat = Self.contents(of: "/proc/self/stat"), let end = stat.lastIndex(of: ")") else {
      return
    }
    let fields = stat[stat.index(after: end)...].split(separator: " ")
    func field(_ number: Int) -> Int {
      fields.indices.contains(number - 3) ? Int(fields[number - 3]) ?? 0 : 0
    }
    threads = field(20)
    virtualBytes = field(23)
    residentBytes = field(24) &* sysconf(Int32(_SC_PAGESIZE))
    let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))
    startSeconds = Self.bootSeconds + Double(field(22)) / ticks
  }

  private mutating func readUsage() {
    var usage = rusage()
    guard getrusage(RUSAGE_SELF.rawValue, &usage) == 0 else { return }
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
    cpuSeconds = seconds(usage.ru_utime) + seconds(usage.ru_stime)
  }

  private static let bootSeconds: Double = {
    let stat = contents(of: "/proc/stat") ?? ""
    let line = stat.split(separator: "\n").first { $0.hasPrefix("btime ") }
    return line.flatMap { Double($0.dropFirst("btime ".count)) } ?? 0
  }()

  private static func countDescriptors() -> Int {
    guard let directory = opendir("/proc/self/fd") else { return 0 }
    defer { closedir(directory) }
    var count = 0
    while readdir(directory) != nil { count += 1 }
    // Not counted: ".", ".." and the descriptor of this look.
    return max(0, count - 3)
  }

  private static func contents(of path: String) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 16 << 10)
    let count = bytes.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
    return count > 0 ? String(decoding: bytes[..<count], as: UTF8.self) : nil
  }
}
