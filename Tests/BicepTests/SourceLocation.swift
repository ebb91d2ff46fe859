import Testing

/// Where a test is written, not where a text is.
typealias SourceLocation = Testing.SourceLocation
