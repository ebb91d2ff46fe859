public import Documents

/// What Terraform plans for a module, as far as it is known before it is applied.
public struct PlannedModule: Sendable {
    /// Something that Terraform would make.
    public struct Object: Sendable {
        /// Its address inside the module: `null_resource.cache[0]`.
        public let address: String
        public let type: String
        /// The address without the type: `cache[0]`.
        public let name: String
        /// What it is to be; what is known only afterwards is unknown, what is sensitive secret.
        public let attributes: ValueObject

        /// Creates an object.
        public init(address: String, type: String, name: String, attributes: ValueObject) {
            self.address = address
            self.type = type
            self.name = name
            self.attributes = attributes
        }
    }

    public let objects: [Object]
    /// The outputs by name, like the attributes.
    public let outputs: ValueObject

    /// Creates a plan.
    public init(objects: [Object], outputs: ValueObject) {
        self.objects = objects
        self.outputs = outputs
    }
}
