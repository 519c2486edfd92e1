import ArgumentParser
import Foundation

/// The key under which a command has its effect once, however often it is run.
struct IdempotencyOption: ParsableArguments {
    @Option(name: .customLong("key"), help: "Makes a repetition safe: the same key gives the first answer again.")
    var given: String?

    var value: String { given ?? UUID().uuidString.lowercased() }
}
