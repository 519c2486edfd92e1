// swift-tools-version: 6.3
import PackageDescription

/// The settings of every Swift target of ours: style.md, "Formatting, lint, compiler".
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

// Targets stand in layers; a target names only targets of the layers below it.
let package = Package(
    name: "outreach",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "outreach", targets: ["outreach"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: []),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // Composition
        .executableTarget(
            name: "outreach",
            dependencies: [
                "OutreachCore", "Linkage", "Postgres", "Tabular", "Store", "Jobs", "Operations", "Telemetry", "Web",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict),

        // Edges
        .target(
            name: "Web",
            dependencies: [
                "OutreachCore", "Postgres", "Store", "Jobs", "Operations", "Telemetry",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            resources: [.copy("Resources")],
            swiftSettings: strict),

        // Use cases
        .target(
            name: "Operations",
            dependencies: [
                "OutreachCore", "Linkage", "Postgres", "Tabular", "Store", "Jobs", "CQREncode", "Templates",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "Mustache", package: "swift-mustache"),
            ],
            swiftSettings: strict),

        // Adapters
        .target(
            name: "Store",
            dependencies: [
                "OutreachCore", "Linkage", "Postgres", "SQLFiles",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: strict),

        .target(
            name: "Jobs",
            dependencies: [
                "OutreachCore", "Postgres", "Store",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict),

        // Generic
        .target(name: "Postgres", dependencies: ["CLibPQ"], swiftSettings: strict),
        .target(name: "Tabular", swiftSettings: strict),
        .target(
            name: "Telemetry",
            dependencies: [
                .product(name: "Logging", package: "swift-log"),
                .product(name: "CoreMetrics", package: "swift-metrics"),
            ],
            swiftSettings: strict),

        // Ground: pure, no clock, no I/O
        .target(name: "OutreachCore", resources: [.copy("Resources")], swiftSettings: strict),
        .target(name: "Linkage", swiftSettings: strict),

        // System libraries and resource folders
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CQREncode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
        .target(
            name: "SQLFiles", path: "sql", exclude: ["schema.sql"],
            resources: [.copy("bootstrap.sql"), .copy("migrations"), .copy("queries")],
            swiftSettings: strict),
        .target(name: "Templates", path: "templates", resources: [.copy("cards")], swiftSettings: strict),

        // Measuring: drives the doors to PostgreSQL (ops/bench/doors)
        .executableTarget(
            name: "DoorBench",
            dependencies: [
                "OutreachCore", "Postgres", "Store", "Operations", .product(name: "Crypto", package: "swift-crypto"),
            ],
            path: "ops/bench/DoorBench", swiftSettings: strict),

        // Tests
        .target(
            name: "TestDatabase", dependencies: ["Postgres", "Store", "Operations", "OutreachCore"],
            path: "Tests/TestDatabase", swiftSettings: strict),
        .testTarget(name: "OutreachCoreTests", dependencies: ["OutreachCore"], swiftSettings: strict),
        .testTarget(name: "LinkageTests", dependencies: ["Linkage"], swiftSettings: strict),
        .testTarget(name: "TabularTests", dependencies: ["Tabular"], swiftSettings: strict),
        .testTarget(name: "PostgresTests", dependencies: ["Postgres", "TestDatabase"], swiftSettings: strict),
        .testTarget(
            name: "OperationsTests",
            dependencies: [
                "Operations", "Jobs", "Store", "Postgres", "Linkage", "Tabular", "OutreachCore", "SQLFiles",
                "Templates",
                "TestDatabase",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "WebTests",
            dependencies: [
                "outreach", "Web", "Telemetry", "Operations", "Jobs", "Store", "Postgres", "OutreachCore",
                "TestDatabase",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
            ],
            exclude: ["Resources"],
            swiftSettings: strict),
        .testTarget(
            name: "CommandTests",
            dependencies: [
                "outreach", "Postgres", "Store", "Jobs", "Operations", "OutreachCore", "Tabular", "TestDatabase",
            ],
            swiftSettings: strict),
    ]
)
