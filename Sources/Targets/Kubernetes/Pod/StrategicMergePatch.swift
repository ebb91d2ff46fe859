import Documents

/// Kubernetes' strategic merge patch, for the specification of a pod.
///
/// Objects are merged member by member, `null` removes one. Lists are replaced, but for those that Kubernetes merges by
/// a key: containers by name, ports by number, mounts by path. `$patch: replace` and `$patch: delete` do what they say.
/// Elements that a patch adds come first, as they do when a cluster applies it.
struct StrategicMergePatch {
    /// Why a patch cannot be applied.
    struct Problem: Error, Equatable {
        /// The part of the patch.
        let path: ValuePath
        let reason: Reason

        /// What is wrong.
        enum Reason: Equatable {
            case unknownDirective(String)
            case elementIsNoObject
            case missingMergeKey(String)
        }
    }

    /// The pod with a patch applied.
    static func apply(_ patch: ValueObject, to pod: ValueObject) throws(Problem) -> ValueObject {
        try merge(patch, into: pod, as: .pod, at: [])
    }

    private static func merge(
        _ patch: ValueObject,
        into original: ValueObject,
        as shape: Shape,
        at path: ValuePath
    ) throws(Problem) -> ValueObject {
        var result = original
        switch patch[exactly: "$patch"] {
        case nil, .string("merge"): break
        case .string("replace"): result = [:]
        case .string("delete"): return [:]
        case let other?: throw Problem(path: path, reason: .unknownDirective(described(other, named: "$patch")))
        }
        for (name, value) in patch where name != "$patch" && name != "$retainKeys" {
            let path = path.appending(name)
            guard !name.hasPrefix("$") else { throw Problem(path: path, reason: .unknownDirective(name)) }
            guard !value.isNull else {
                result[exactly: name] = nil
                continue
            }
            result[exactly: name] = try merge(value, into: result[exactly: name], named: name, of: shape, at: path)
        }
        if let kept = patch[exactly: "$retainKeys"]?.arrayValue {
            let names = Set(kept.compactMap(\.stringValue))
            return ValueObject(result.filter { names.contains($0.key) }.map { ($0.key, $0.value) })
        }
        return result
    }

    private static func merge(
        _ patch: Value,
        into original: Value?,
        named name: String,
        of shape: Shape,
        at path: ValuePath
    ) throws(Problem) -> Value {
        switch patch {
        case .object(let members):
            .object(try merge(members, into: original?.objectValue ?? [:], as: .other, at: path))
        case .array(let elements):
            if let list = shape.mergedList(name) {
                .array(try merge(elements, into: original?.arrayValue ?? [], as: list, at: path))
            } else {
                patch
            }
        case .null, .bool, .integer, .number, .string, .secret, .unknown:
            patch
        }
    }

    private static func described(_ value: Value, named name: String) -> String {
        "\(name): \(value.stringValue ?? "…")"
    }
}

// MARK: - Lists

extension StrategicMergePatch {
    private static func merge(
        _ patch: [Value],
        into original: [Value],
        as list: MergedList,
        at path: ValuePath
    ) throws(Problem) -> [Value] {
        let directives = try directives(in: patch, key: list.key, at: path)
        var kept = directives.replaces ? [] : original
        kept.removeAll { element in directives.deleted.contains { $0 == element.objectValue?[exactly: list.key] } }

        var merged: [Value] = []
        var isPatched = Array(repeating: false, count: kept.count)
        var places: [Int?] = []
        for (index, element) in directives.elements {
            let path = path.appending(.element(index))
            guard let members = element.objectValue else { throw Problem(path: path, reason: .elementIsNoObject) }
            guard let key = members[exactly: list.key] else {
                throw Problem(path: path, reason: .missingMergeKey(list.key))
            }
            let place = kept.firstIndex { $0.objectValue?[exactly: list.key] == key }
            let base = place.flatMap { kept[$0].objectValue } ?? [:]
            merged.append(.object(try merge(members, into: base, as: list.element, at: path)))
            places.append(place)
            if let place { isPatched[place] = true }
        }
        let untouched = kept.indices.filter { !isPatched[$0] }
        return interleave(untouched, of: kept, with: merged, from: places)
    }

    /// Elements of the patch keep their order; an untouched one stands before the first of them that it preceded.
    private static func interleave(
        _ untouched: [Int],
        of kept: [Value],
        with merged: [Value],
        from places: [Int?]
    ) -> [Value] {
        var result: [Value] = []
        var rest = untouched[...]
        for (element, place) in zip(merged, places) {
            if let place {
                while let next = rest.first, next < place { result.append(kept[rest.removeFirst()]) }
            }
            result.append(element)
        }
        return result + rest.map { kept[$0] }
    }

    /// What the elements of a patched list ask for besides being merged.
    private struct Directives {
        var replaces = false
        /// The keys of elements to remove.
        var deleted: [Value] = []
        var elements: [(index: Int, value: Value)] = []
    }

    private static func directives(
        in patch: [Value],
        key: String,
        at path: ValuePath
    ) throws(Problem) -> Directives {
        var directives = Directives()
        for (index, element) in patch.enumerated() {
            let path = path.appending(.element(index))
            switch element.objectValue?[exactly: "$patch"] {
            case nil: directives.elements.append((index, element))
            case .string("replace"): directives.replaces = true
            case .string("delete"):
                guard let name = element.objectValue?[exactly: key] else {
                    throw Problem(path: path, reason: .missingMergeKey(key))
                }
                directives.deleted.append(name)
            case let other?: throw Problem(path: path, reason: .unknownDirective(described(other, named: "$patch")))
            }
        }
        return directives
    }
}

// MARK: - Shapes

extension StrategicMergePatch {
    /// A list whose elements are told apart by a member.
    private struct MergedList {
        let key: String
        let element: Shape
    }

    /// The parts of a pod that have lists of that kind (Kubernetes 1.34, core/v1 `patchMergeKey`).
    private enum Shape {
        case pod
        case container
        case other

        /// How a list is merged; `nil` if it is replaced as a whole.
        func mergedList(_ name: String) -> MergedList? {
            switch self {
            case .pod: Self.podLists[name]
            case .container: Self.containerLists[name]
            case .other: nil
            }
        }

        private static let podLists: [String: MergedList] = [
            "containers": MergedList(key: "name", element: .container),
            "initContainers": MergedList(key: "name", element: .container),
            "ephemeralContainers": MergedList(key: "name", element: .container),
            "volumes": MergedList(key: "name", element: .other),
            "imagePullSecrets": MergedList(key: "name", element: .other),
            "hostAliases": MergedList(key: "ip", element: .other),
            "topologySpreadConstraints": MergedList(key: "topologyKey", element: .other),
            "resourceClaims": MergedList(key: "name", element: .other),
            "schedulingGates": MergedList(key: "name", element: .other),
        ]

        private static let containerLists: [String: MergedList] = [
            "env": MergedList(key: "name", element: .other),
            "ports": MergedList(key: "containerPort", element: .other),
            "volumeMounts": MergedList(key: "mountPath", element: .other),
            "volumeDevices": MergedList(key: "devicePath", element: .other),
        ]
    }
}
