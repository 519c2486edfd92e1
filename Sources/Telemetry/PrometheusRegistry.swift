package import CoreMetrics
import Synchronization

/// Keeps what the program measures and writes it as Prometheus reads it.
///
/// The label that code gives to a metric is its name in Prometheus, for example `outreach_http_requests_total`; a name
/// that ends in `_seconds` has time buckets. Dimensions are few and closed (routes, outcomes, kinds): never an id.
///
/// Source: Prometheus documentation, *Exposition formats*, text format 0.0.4.
package final class PrometheusRegistry: MetricsFactory {
    private struct Identity: Hashable {
        let name: String
        let labels: String
    }

    private let metrics = Mutex<[Identity: any PrometheusMetric]>([:])

    package init() {}

    /// Everything measured so far, in the text format, sorted by name.
    package func exposition() -> String {
        let sorted = metrics.withLock { Array($0) }.sorted {
            ($0.key.name, $0.key.labels) < ($1.key.name, $1.key.labels)
        }
        var text = ""
        var last = ""
        for (identity, metric) in sorted {
            if identity.name != last { text += "# TYPE \(identity.name) \(metric.type)\n" }
            last = identity.name
            text += metric.samples(identity.name, identity.labels)
        }
        return text
    }

    // MARK: MetricsFactory

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        metric(label, dimensions) { PrometheusCounter() }
    }

    package func makeFloatingPointCounter(
        label: String, dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        metric(label, dimensions) { PrometheusCounter() }
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        metric(label, dimensions) { PrometheusGauge() }
    }

    package func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        guard aggregate else { return metric(label, dimensions) { PrometheusGauge() } }
        return histogram(label, dimensions)
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        histogram(label, dimensions)
    }

    // The handlers stay: what was counted must not fall back to nothing when a caller lets go of its handle.
    package func destroyCounter(_ handler: any CounterHandler) {}
    package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    package func destroyMeter(_ handler: any MeterHandler) {}
    package func destroyRecorder(_ handler: any RecorderHandler) {}
    package func destroyTimer(_ handler: any TimerHandler) {}

    private func histogram(_ label: String, _ dimensions: [(String, String)]) -> PrometheusHistogram {
        metric(label, dimensions) {
            PrometheusHistogram(
                bounds: label.hasSuffix("_seconds") ? PrometheusHistogram.times : PrometheusHistogram.sizes)
        }
    }

    /// The metric of this name and these dimensions: the first one made, whoever asks again.
    private func metric<Metric: PrometheusMetric>(
        _ label: String, _ dimensions: [(String, String)], make: () -> Metric
    ) -> Metric {
        let identity = Identity(name: Self.name(label), labels: Self.labels(dimensions))
        return metrics.withLock { known in
            if let metric = known[identity] as? Metric { return metric }
            let metric = make()
            known[identity] = metric
            return metric
        }
    }

    private static func name(_ label: String) -> String {
        String(label.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") ? $0 : "_" })
    }

    private static func labels(_ dimensions: [(String, String)]) -> String {
        dimensions.map { key, value in
            let text = value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
            return "\(name(key))=\"\(text)\""
        }.joined(separator: ",")
    }
}
