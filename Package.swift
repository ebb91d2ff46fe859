// swift-tools-version: 6.2
import PackageDescription

// Targets stand in the order in which data flows through them. ARCHITECTURE.md
// says what each of them may import; ArchitectureTests enforces it.
let package = Package(
    name: "rad",
    products: [
        .executable(name: "rad", targets: ["rad"]),
        .library(name: "Bicep", targets: ["Bicep", "Documents", "Diagnostics"]),
        .library(name: "AppModel", targets: ["AppModel"]),
        .library(name: "Archives", targets: ["Archives"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        // Without traits: with them it would bring in Foundation.
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
    ],
    targets: [
        // MARK: C libraries
        .systemLibrary(name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .systemLibrary(name: "CLibCurl", pkgConfig: nil, providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CLibMalloc"),
        .systemLibrary(name: "CLibZ", pkgConfig: nil, providers: [.apt(["zlib1g-dev"])]),

        // MARK: Text, places and values
        .target(name: "Diagnostics"),
        .target(name: "Documents", dependencies: ["CLibYAML", "Diagnostics"]),
        .target(name: "HTTP", dependencies: ["CLibCurl", .crypto]),
        .target(name: "Processes", dependencies: [.subprocess, .system]),
        .target(name: "Archives", dependencies: ["CLibZ"]),
        .target(name: "Parallel"),

        // MARK: The language
        .target(name: "Bicep", dependencies: ["Diagnostics", "Documents", .collections, .crypto]),

        // MARK: The application
        .target(
            name: "AppModel",
            dependencies: ["Diagnostics", "Documents", "Parallel", "Bicep", .collections, .crypto]
        ),
        .target(
            name: "Recipes",
            dependencies: [
                "Diagnostics", "Documents", "HTTP", "Processes", "Archives", "Parallel", "Bicep", "AppModel",
                .collections, .crypto,
            ],
            resources: [.embedInCode("Builtin")]
        ),

        // MARK: Plan and apply
        .target(
            name: "Engine",
            dependencies: ["Diagnostics", "Documents", "Parallel", "AppModel", "Recipes", .crypto]
        ),
        .target(
            name: "Targets",
            dependencies: [
                "Diagnostics", "Documents", "HTTP", "Processes", "Archives", "Parallel", "AppModel", "Recipes",
                "Engine", .collections, .crypto,
            ]
        ),

        // MARK: The program
        .executableTarget(
            name: "rad",
            dependencies: [
                "CLibMalloc", "Diagnostics", "Documents", "HTTP", "Processes", "Archives", "Parallel", "Bicep",
                "AppModel", "Recipes", "Engine", "Targets",
                .argumentParser,
            ]
        ),

        // MARK: Benchmarks
        .executableTarget(
            name: "ParserBenchmark",
            dependencies: ["Bicep", "Diagnostics"],
            path: "Benchmarks/ParserBenchmark"
        ),

        .executableTarget(
            name: "StateBenchmark",
            dependencies: ["AppModel", "Documents", "Engine"],
            path: "Benchmarks/StateBenchmark"
        ),

        // MARK: Tests
        .target(
            name: "TestSupport",
            dependencies: ["Diagnostics", "Documents"],
            path: "Tests/TestSupport"
        ),
        .testTarget(name: "DiagnosticsTests", dependencies: ["Diagnostics", "TestSupport"]),
        .testTarget(name: "DocumentsTests", dependencies: ["Diagnostics", "Documents", "TestSupport"]),
        .testTarget(name: "HTTPTests", dependencies: ["HTTP", "TestSupport"]),
        .testTarget(name: "ProcessesTests", dependencies: ["Processes"]),
        .testTarget(name: "ArchivesTests", dependencies: ["Archives", "TestSupport"]),
        .testTarget(name: "ParallelTests", dependencies: ["Parallel"]),
        .testTarget(name: "BicepTests", dependencies: ["Bicep", "Diagnostics", "Documents", "TestSupport"]),
        .testTarget(
            name: "AppModelTests",
            dependencies: ["AppModel", "Bicep", "Diagnostics", "Documents", "TestSupport"]
        ),
        .testTarget(
            name: "RecipesTests",
            dependencies: [
                "AppModel", "Archives", "Bicep", "Diagnostics", "Documents", "HTTP", "Recipes", "TestSupport",
            ]
        ),
        .testTarget(
            name: "EngineTests",
            dependencies: ["AppModel", "Diagnostics", "Documents", "Engine", "Recipes", "Targets", "TestSupport"]
        ),
        .testTarget(
            name: "TargetsTests",
            dependencies: [
                "AppModel", "Bicep", "Diagnostics", "Documents", "Engine", "HTTP", "Recipes", "Targets", "TestSupport",
                .crypto,
            ]
        ),
        .testTarget(name: "radTests", dependencies: ["rad", "Diagnostics", "Documents", "TestSupport"]),
        .testTarget(name: "SampleTests", dependencies: ["rad", "Bicep", "Diagnostics", "Documents", "TestSupport"]),
        .testTarget(name: "ArchitectureTests", dependencies: ["TestSupport"]),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .system {
    target.swiftSettings =
        (target.swiftSettings ?? []) + [
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("InternalImportsByDefault"),
            .enableUpcomingFeature("MemberImportVisibility"),
            .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
            .treatAllWarnings(as: .error),
        ]
}

// What lies beside the sources and is not compiled.
let documents = [
    "AppModelTests": ["Snapshots"],
    "EngineTests": ["Journals"],
    "RecipesTests": ["Snapshots"],
    "Targets": ["README.md", "ContainerInstances/README.md", "Kubernetes/README.md"],
    "TargetsTests": ["ContainerInstances/Snapshots", "Kubernetes/Snapshots"],
    "radTests": ["Snapshots"],
]

for target in package.targets where target.type != .system && target.path == nil {
    target.exclude = documents[target.name] ?? (target.isTest ? [] : ["README.md"])
}

extension Target.Dependency {
    static var argumentParser: Self { .product(name: "ArgumentParser", package: "swift-argument-parser") }
    static var collections: Self { .product(name: "OrderedCollections", package: "swift-collections") }
    static var crypto: Self { .product(name: "Crypto", package: "swift-crypto") }
    static var subprocess: Self { .product(name: "Subprocess", package: "swift-subprocess") }
    static var system: Self { .product(name: "SystemPackage", package: "swift-system") }
}
