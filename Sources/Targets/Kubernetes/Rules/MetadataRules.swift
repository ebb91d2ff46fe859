import AppModel
import Diagnostics
import Documents

/// What Kubernetes takes as labels and annotations.
enum MetadataRules {
    /// The most bytes of all annotations of an object together.
    static let mostAnnotations = 256 * 1024

    /// Checks what one resource writes; `origin` is that resource's.
    static func check(_ metadata: KubernetesMetadata, at origin: Origin, _ diagnostics: inout [Diagnostic]) {
        guard !metadata.isEmpty else { return }
        for (name, value) in metadata.labels.sorted(by: { $0.key < $1.key }) {
            let span = metadata.labelPaths[name].flatMap { origin.span(ofProperty: $0) }
            guard !isReserved(name, span, &diagnostics) else { continue }
            if !KubernetesName.isQualified(name) {
                diagnostics.append(.metadataNameRefused(name, what: "label", at: span))
            } else if !KubernetesName.isLabelValue(value) {
                diagnostics.append(.labelValueRefused(value, of: name, at: span))
            }
        }
        for name in metadata.annotations.keys.sorted() {
            let span = metadata.annotationPaths[name].flatMap { origin.span(ofProperty: $0) }
            guard !isReserved(name, span, &diagnostics), !KubernetesName.isQualified(name) else { continue }
            diagnostics.append(.metadataNameRefused(name, what: "annotation", at: span))
        }
        checkSize(of: metadata, at: origin, &diagnostics)
    }

    private static func isReserved(_ name: String, _ span: Span?, _ diagnostics: inout [Diagnostic]) -> Bool {
        guard name.hasPrefix(KubernetesMetadata.reservedPrefix) else { return false }
        diagnostics.append(.reservedMetadata(name, at: span))
        return true
    }

    private static func checkSize(
        of metadata: KubernetesMetadata,
        at origin: Origin,
        _ diagnostics: inout [Diagnostic]
    ) {
        let sizes = metadata.annotations.mapValues(\.utf8.count)
        let size = sizes.reduce(0) { $0 + $1.key.utf8.count + $1.value }
        guard size > mostAnnotations, let largest = sizes.max(by: { ($0.value, $1.key) < ($1.value, $0.key) })?.key
        else { return }
        let span = metadata.annotationPaths[largest].flatMap { origin.span(ofProperty: $0) }
        diagnostics.append(.annotationsTooLarge(size, largest: largest, at: span))
    }
}
