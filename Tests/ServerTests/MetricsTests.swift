import Foundation
import HTTPCore
import Testing

@testable import Server

@Suite struct MetricsTests {
  @Test("a duration counts in the first class that holds it, bounds included")
  func sortsIntoBuckets() {
    var histogram = Histogram()
    histogram.record(seconds: 50e-6)
    histogram.record(seconds: 51e-6)
    histogram.record(seconds: 1_000)
    #expect(histogram.counts[0] == 1)
    #expect(histogram.counts[1] == 1)
    #expect(histogram.counts.last == 1)
    #expect(histogram.count == 3)
  }

  @Test("a histogram is written cumulatively and ends with everything")
  func writesHistogram() {
    var histogram = Histogram()
    for seconds in [20e-6, 70e-6, 99] { histogram.record(seconds: seconds) }
    var text = PrometheusText()
    text.family("t", .histogram, "Help.")
    text.histogram("t", [("route", "/")], histogram)
    let lines = text.text.split(separator: "\n")
    #expect(lines[0] == "# HELP t Help.")
    #expect(lines[1] == "# TYPE t histogram")
    #expect(lines[2] == #"t_bucket{route="/",le="5e-05"} 1"#)
    #expect(lines[3] == #"t_bucket{route="/",le="0.0001"} 2"#)
    #expect(lines.contains(#"t_bucket{route="/",le="+Inf"} 3"#))
    #expect(lines.last == #"t_count{route="/"} 3"#)
  }

  @Test("a page costs the thousandth time what it cost at first")
  func readsCountsWithoutGrowing() throws {
    let metrics = ServiceMetrics(store: try TestService().store, sinks: [])
    // How deep the stack is where the counts are asked for.
    let depths = Locked<[Int]>([])
    metrics.read {
      let depth = Thread.callStackReturnAddresses.count
      depths.withLock { $0.append(depth) }
      return HTTPStatistics()
    }
    for _ in 0..<20 { _ = metrics.text() }
    let seen = depths.withLock { $0 }
    #expect(seen.count == 20)
    #expect(Set(seen).count == 1)
  }

  @Test("labels escape what would end them")
  func escapesLabels() {
    var text = PrometheusText()
    text.sample("n", [("l", "a\"b\\c\nd")], 1)
    #expect(text.text == "n{l=\"a\\\"b\\\\c\\nd\"} 1\n")
  }

  @Test("requests are counted by route, method and status, and no client can make a series")
  func countsRequests() {
    let metrics = RequestMetrics()
    for method in ["GET", "BREW", "X1", "X2"] {
      let request = HTTPRequest(
        method: HTTPMethod(rawValue: method), target: "/a/\(method)", path: "/a/\(method)")
      metrics.record(
        exchange(
          request, route: "/a/{id}", bytesIn: 5, bytesOut: 7, duration: .milliseconds(1)))
    }
    metrics.record(
      exchange(
        nil, route: nil, status: .badRequest, bytesOut: 9,
        failure: .malformed(reason: "x", byteOffset: 0)))
    var text = PrometheusText()
    metrics.write(to: &text)
    let name = "opmeter_http_requests_total"
    #expect(text.text.contains("\(name){route=\"/a/{id}\",method=\"GET\",status=\"200\"} 1\n"))
    #expect(text.text.contains("\(name){route=\"/a/{id}\",method=\"other\",status=\"200\"} 3\n"))
    #expect(text.text.contains("\(name){route=\"none\",method=\"other\",status=\"400\"} 1\n"))
    #expect(text.text.contains("opmeter_http_request_bytes_total 20\n"))
    #expect(text.text.contains("opmeter_http_response_bytes_total 37\n"))
  }

  @Test("the process knows its own figures")
  func readsProcess() {
    let figures = ProcessFigures.read()
    #expect(figures.residentBytes > 1 << 20)
    #expect(figures.virtualBytes >= figures.residentBytes)
    #expect(figures.threads >= 1)
    #expect(figures.openDescriptors >= 3)
    #expect(figures.descriptorLimit >= figures.openDescriptors)
    #expect(figures.cpuSeconds > 0)
    // After 2020, in seconds.
    #expect(figures.startSeconds > 1_577_836_800)
  }

  @Test("every line of the page is one that Prometheus can read")
  func writesPage() throws {
    let service = try TestService()
    let metrics = ServiceMetrics(store: service.store, sinks: [])
    metrics.read { HTTPStatistics() }
    let sample = try Regex(#"[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [0-9.e+-]+"#)
    let comment = try Regex("# (HELP [a-z_]+ [A-Z1].*[.]|TYPE [a-z_]+ (counter|gauge|histogram))")
    for line in metrics.text().split(separator: "\n") {
      #expect(line.wholeMatch(of: line.hasPrefix("#") ? comment : sample) != nil, "\(line)")
    }
    let families = metrics.text().split(separator: "\n").filter { $0.hasPrefix("# TYPE ") }
    #expect(Set(families).count == families.count, "a family is written once")
    #expect(metrics.text().contains("opmeter_profiles_last_reload_successful 1\n"))
    try service.profiles.write("devices/board-a.json", "{")
    service.store.reload(.watch)
    #expect(metrics.text().contains("opmeter_profiles_last_reload_successful 0\n"))
    #expect(metrics.text().contains("opmeter_profiles_reloads_total{outcome=\"failed\"} 1\n"))
  }
}
