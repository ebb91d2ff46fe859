// swift-tools-version: 6.2
import PackageDescription

// A package of its own: what it builds is instrumented, and no other build sees it. `make fuzz` builds and runs it.
let package = Package(
    name: "Fuzz",
    products: [.library(name: "Fuzz", type: .static, targets: ["Fuzz"])],
    dependencies: [.package(name: "rad", path: "..")],
    targets: [
        .target(
            name: "Fuzz",
            dependencies: [
                .product(name: "Bicep", package: "rad"), .product(name: "AppModel", package: "rad"),
                .product(name: "Archives", package: "rad"),
            ],
            path: "Sources",
            swiftSettings: [.enableUpcomingFeature("ExistentialAny")]
        )
    ],
    swiftLanguageModes: [.v6]
)
