import CoreMetrics
import Synchronization

/// A metric that can write its samples.
protocol PrometheusMetric: Sendable, AnyObject {
    /// `counter`, `gauge` or `histogram`.
    var type: String { get }

    /// The lines of the metric, each with its line feed.
    func samples(_ name: String, _ labels: String) -> String
}

final class PrometheusCounter: PrometheusMetric, CounterHandler, FloatingPointCounterHandler {
    let type = "counter"
    private let value = Mutex(0.0)

    func increment(by amount: Int64) { value.withLock { $0 += Double(amount) } }
    func increment(by amount: Double) { value.withLock { $0 += amount } }
    func reset() { value.withLock { $0 = 0 } }

    func samples(_ name: String, _ labels: String) -> String {
        sample(name, labels, value.withLock { $0 })
    }
}

final class PrometheusGauge: PrometheusMetric, MeterHandler, RecorderHandler {
    let type = "gauge"
    private let value = Mutex(0.0)

    func set(_ new: Int64) { value.withLock { $0 = Double(new) } }
    func set(_ new: Double) { value.withLock { $0 = new } }
    func increment(by amount: Double) { value.withLock { $0 += amount } }
    func decrement(by amount: Double) { value.withLock { $0 -= amount } }
    func record(_ new: Int64) { set(new) }
    func record(_ new: Double) { set(new) }

    func samples(_ name: String, _ labels: String) -> String {
        sample(name, labels, value.withLock { $0 })
    }
}

final class PrometheusHistogram: PrometheusMetric, RecorderHandler, TimerHandler {
    /// Seconds, from a cached answer to a request that should have been a job.
    static let times = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60]
    /// Counts, for example of requests that went as one statement.
    static let sizes = [1.0, 2, 4, 8, 16, 32, 64, 256, 1_024, 4_096, 16_384, 65_536]

    let type = "histogram"
    private let bounds: [Double]

    private struct State {
        var counts: [Int]
        var sum = 0.0
    }
    private let state: Mutex<State>

    /// - Parameter bounds: the upper ends of the buckets, ascending; one without end follows.
    init(bounds: [Double]) {
        self.bounds = bounds
        state = Mutex(State(counts: Array(repeating: 0, count: bounds.count + 1)))
    }

    func record(_ value: Int64) { record(Double(value)) }
    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }

    func record(_ value: Double) {
        let bucket = bounds.firstIndex { value <= $0 } ?? bounds.count
        state.withLock {
            $0.counts[bucket] += 1
            $0.sum += value
        }
    }

    func samples(_ name: String, _ labels: String) -> String {
        let now = state.withLock { $0 }
        var text = ""
        var total = 0
        for (bound, count) in zip(bounds.map { number($0) } + ["+Inf"], now.counts) {
            total += count
            let bucket = "le=\"\(bound)\""
            text += sample(name + "_bucket", labels.isEmpty ? bucket : "\(labels),\(bucket)", Double(total))
        }
        return text + sample(name + "_sum", labels, now.sum) + sample(name + "_count", labels, Double(total))
    }
}

private func sample(_ name: String, _ labels: String, _ value: Double) -> String {
    labels.isEmpty ? "\(name) \(number(value))\n" : "\(name){\(labels)} \(number(value))\n"
}

private func number(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
}
