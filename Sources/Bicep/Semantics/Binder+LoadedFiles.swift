import Diagnostics

extension Binder {
    /// The functions that read a file.
    private static let loading: Set = ["loadTextContent", "loadFileAsBase64", "loadJsonContent", "loadYamlContent"]

    /// Reports files and folders that `load…` functions name and that cannot be read.
    mutating func checkLoadedFiles(loading compilation: inout Compilation) {
        var paths: [(text: String, range: Range<UInt32>, isFolder: Bool)] = []
        let collect = { (expression: Expression) in
            guard case .call(let function, let arguments) = expression.kind,
                let first = arguments.first, case .string(let path) = first.kind
            else { return }
            let isFolder = function.name == "loadDirectoryFileInfo"
            if isFolder || Self.loading.contains(function.name) { paths.append((path, first.range, isFolder)) }
        }
        guard constructs.contains(.loadCall) else { return }
        for expression in module.expressions + module.expressionsOfFunctions { expression.visitAll(collect) }
        for (path, range, isFolder) in paths {
            let problem =
                isFolder
                ? compilation.problem(withListed: path, from: tree.file, at: span(range))
                : compilation.problem(withLoaded: path, from: tree.file, at: span(range))
            if let problem { report(problem) }
        }
    }
}
