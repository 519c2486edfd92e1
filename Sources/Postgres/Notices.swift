internal import CLibPQ

/// The SQLSTATEs of the notices of one connection; their texts are dropped unread.
final class Notices {
    var states: [String] = []

    /// Whether a warning came: at COMMIT it says "committed locally, perhaps not replicated".
    var holdWarning: Bool { states.contains { $0.hasPrefix("01") } }

    static let receive: PQnoticeReceiver = { context, result in
        guard let context, let state = PQresultErrorField(result, Int32(Unicode.Scalar("C").value)) else { return }
        let notices = Unmanaged<Notices>.fromOpaque(context).takeUnretainedValue()
        // A chatty statement must not grow this without bound; only the latest few matter.
        if notices.states.count < 64 { notices.states.append(String(cString: state)) }
    }
}
