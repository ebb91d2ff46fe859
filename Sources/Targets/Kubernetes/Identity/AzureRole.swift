import AppModel

/// The roles of Azure that everybody has, by name; no one is asked for those of a directory's own.
enum AzureRole {
    /// The id of the role definition that an author means: by its name, by its GUID or by its id.
    ///
    /// Role definitions are looked up in the subscription of what the role is for, its scope.
    static func definitionID(of role: String, at scope: String) -> String? {
        guard !role.hasPrefix("/") else { return role }
        guard let guid = isGUID(role) ? role : identifiers[role.lowercased()] else { return nil }
        let subscription = AzureScopeID(scope).map { "/subscriptions/\($0.subscription)" } ?? ""
        return "\(subscription)/providers/Microsoft.Authorization/roleDefinitions/\(guid)"
    }

    /// The names of all roles, for suggestions.
    static let names: [String] = table.map(\.name)

    private static let identifiers = Dictionary(uniqueKeysWithValues: table.map { ($0.name.lowercased(), $0.guid) })

    private static func isGUID(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        return parts.map(\.utf8.count) == [8, 4, 4, 4, 12] && parts.allSatisfy { $0.allSatisfy(\.isHexDigit) }
    }

    /// From Microsoft's list of built-in roles, of April 2026.
    private static let table: [(name: String, guid: String)] = [
        ("AcrPull", "7f951dda-4ed3-4680-a7ca-43fe172d538d"),
        ("AcrPush", "8311e382-0749-4cb8-b61a-304f252e45ec"),
        ("App Configuration Data Owner", "5ae67dd6-50cb-40e7-96ff-dc2bfa4b606b"),
        ("App Configuration Data Reader", "516239f1-63e1-4d78-a4de-a74fb236a071"),
        ("App Configuration Reader", "175b81b9-6e0d-490a-85e4-0d422273c10c"),
        ("Azure AI Developer", "64702f94-c441-49e6-a78b-ef80e0188fee"),
        ("Azure Digital Twins Data Owner", "bcd981a7-7f74-457b-83e1-cceb9e632ffe"),
        ("Azure Digital Twins Data Reader", "d57506d4-4c8d-48b1-8587-93c323f6a5a3"),
        ("Azure Event Hubs Data Owner", "f526a384-b230-433a-b45c-95f59c4a2dec"),
        ("Azure Event Hubs Data Receiver", "a638d3c7-ab3a-418d-83e6-5f17a39d4fde"),
        ("Azure Event Hubs Data Sender", "2b629674-e913-4c01-ae53-ef4638d8f975"),
        ("Azure Kubernetes Service Cluster User Role", "4abbcc35-e782-43d8-92c5-2d3f1bd2253f"),
        ("Azure Maps Data Contributor", "8f5e0ce6-4f7b-4dcf-bddf-e6f48634a204"),
        ("Azure Maps Data Reader", "423170ca-a8f6-4b0f-8487-9e4eb8f49bfa"),
        ("Azure Relay Listener", "26e0b698-aa6d-4085-9386-aadae190014d"),
        ("Azure Relay Owner", "2787bf04-f1f5-4bfe-8383-c8a24483ee38"),
        ("Azure Relay Sender", "26baccc8-eea7-41f1-98f4-1762cc7f685d"),
        ("Azure Service Bus Data Owner", "090c5cfd-751d-490a-894a-3ce6f1109419"),
        ("Azure Service Bus Data Receiver", "4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0"),
        ("Azure Service Bus Data Sender", "69a216fc-b8fb-44d8-bc22-1f3c2cd27a39"),
        ("Cognitive Services Contributor", "25fbc0a9-bd7c-42a3-aa1a-3b75d497ee68"),
        ("Cognitive Services Data Reader", "b59867f0-fa02-499b-be73-45a86b5b3e1c"),
        ("Cognitive Services OpenAI Contributor", "a001fd3d-188f-4b5d-821b-7da978bf7442"),
        ("Cognitive Services OpenAI User", "5e0bd9bd-7b93-4f28-af87-19fc36ad61bd"),
        ("Cognitive Services Speech User", "f2dc8367-1007-4938-bd23-fe263f013447"),
        ("Cognitive Services User", "a97b65f3-24c7-4388-baec-2e87135dc908"),
        ("Contributor", "b24988ac-6180-42a0-ab88-20f7382dd24c"),
        ("Cosmos DB Account Reader Role", "fbdf93bf-df7d-467e-a4d2-9458aa1360c8"),
        ("Cosmos DB Operator", "230815da-be43-4aae-9cb4-875f7bd000aa"),
        ("Data Factory Contributor", "673868aa-7521-48a0-acc6-0f60742d39f5"),
        ("DNS Zone Contributor", "befefa01-2a29-4197-83a8-272ff33ce314"),
        ("DocumentDB Account Contributor", "5bd9cd88-fe45-4216-938b-f97437e15450"),
        ("Durable Task Data Contributor", "0ad04412-c4d5-4796-b79c-f76d14c8d402"),
        ("EventGrid Contributor", "1e241071-0855-49ea-94dc-649edcd759de"),
        ("EventGrid Data Sender", "d5a91429-5739-47e2-a06b-3470a27159e7"),
        ("IoT Hub Data Contributor", "4fc6c259-987e-4a07-842e-c321cc9d413f"),
        ("IoT Hub Data Reader", "b447c946-2db7-41ec-983d-d8bf3b1c77e3"),
        ("Key Vault Administrator", "00482a5a-887f-4fb3-b363-3b7fe8e74483"),
        ("Key Vault Certificate User", "db79e9a7-68ee-4b58-9aeb-b90e7c24fcba"),
        ("Key Vault Certificates Officer", "a4417e6f-fecd-4de8-b567-7b0420556985"),
        ("Key Vault Contributor", "f25e0fa2-a7c8-4377-a976-54943a77a395"),
        ("Key Vault Crypto Officer", "14b46e9e-c2b7-41b4-b07b-48a6ebf60603"),
        ("Key Vault Crypto Service Encryption User", "e147488a-f6f5-4113-8e2d-b22465e65bf6"),
        ("Key Vault Crypto User", "12338af0-0e69-4776-bea7-57ae8d297424"),
        ("Key Vault Reader", "21090545-7ca7-4776-b22c-e363652d74d2"),
        ("Key Vault Secrets Officer", "b86a8fe4-44ce-4948-aee5-eccb2c155cd7"),
        ("Key Vault Secrets User", "4633458b-17de-408a-b874-0445c86b69e6"),
        ("Logic App Contributor", "87a39d53-fc1b-424a-814c-f7e04687dc9e"),
        ("Managed Identity Contributor", "e40ec5ca-96e0-45a2-b4ff-59039f2c2b59"),
        ("Managed Identity Operator", "f1a07417-d97a-45cb-824c-7a7467783830"),
        ("Network Contributor", "4d97b98b-1d4f-4787-a291-c67834d212e7"),
        ("Owner", "8e3af657-a8ff-443c-a75c-2fe8c4bcb635"),
        ("Private DNS Zone Contributor", "b12aa53e-6015-4669-85d0-8515ebb3ae7f"),
        ("Reader", "acdd72a7-3385-48ef-bd42-f606fba81ae7"),
        ("Reader and Data Access", "c12c1c16-33a1-487b-954d-41c89c60f349"),
        ("Redis Cache Contributor", "e0f68234-74aa-48ed-b826-c38b57376e17"),
        ("Role Based Access Control Administrator", "f58310d9-a9f6-439a-9e8d-f62e7b41a168"),
        ("Schema Registry Contributor", "5dffeca3-4936-4216-b2bc-10343a5abb25"),
        ("Schema Registry Reader", "2c56ea50-c6b3-40a6-83c0-9d98858bc7d2"),
        ("Search Index Data Contributor", "8ebe5a00-799e-43f5-93ac-243d3dce84a7"),
        ("Search Index Data Reader", "1407120a-92aa-4202-b7e9-c0e197c71c8f"),
        ("Search Service Contributor", "7ca78c08-252a-4471-8644-bb5ff32d4ba0"),
        ("SignalR App Server", "420fcaa2-552c-430f-98ca-3264be4806c7"),
        ("SignalR REST API Owner", "fd53cd77-2268-407a-8f46-7e7863d0f521"),
        ("SignalR REST API Reader", "ddde6b66-c0df-4114-a159-3618637b3035"),
        ("SignalR Service Owner", "7e4f1700-ea5a-4f59-8f37-079cfe29dce3"),
        ("SQL DB Contributor", "9b7fa17d-e63e-47b0-bb0a-15c516ac86ec"),
        ("SQL Managed Instance Contributor", "4939a1f6-9ae0-4e48-a1e0-f2cbe897382d"),
        ("SQL Server Contributor", "6d8ee4ec-f05a-4a1d-8b00-a9b17e38b437"),
        ("Storage Account Contributor", "17d1049b-9a84-46fb-8f53-869881c3d3ab"),
        ("Storage Account Key Operator Service Role", "81a9662b-bebf-436f-a333-f67b29880f12"),
        ("Storage Blob Data Contributor", "ba92f5b4-2d11-453d-a403-e96b0029c9fe"),
        ("Storage Blob Data Owner", "b7e6dc6d-f1e8-4753-8033-0f276bb0955b"),
        ("Storage Blob Data Reader", "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1"),
        ("Storage Blob Delegator", "db58b8e5-c6ad-4a2a-8342-4190687cbf4a"),
        ("Storage File Data Privileged Contributor", "69566ab7-960f-475b-8e7c-b3118f30c6bd"),
        ("Storage File Data Privileged Reader", "b8eda974-7b85-4f76-af95-65846b26df6d"),
        ("Storage File Data SMB Share Contributor", "0c867c2a-1d8c-454a-a3db-ab2ea1bdc8bb"),
        ("Storage File Data SMB Share Elevated Contributor", "a7264617-510b-434b-a828-9731dc254ea7"),
        ("Storage File Data SMB Share Reader", "aba4ae5f-2193-4029-9191-0cb91df5e314"),
        ("Storage Queue Data Contributor", "974c5e8b-45b9-4653-ba55-5f855dd0fb88"),
        ("Storage Queue Data Message Processor", "8a0f0c08-91a1-4084-bc3d-661d67233fed"),
        ("Storage Queue Data Message Sender", "c6a89b2d-59bc-44d0-9896-0f6e12d7b80a"),
        ("Storage Queue Data Reader", "19e7f393-937e-4f77-808e-94535e297925"),
        ("Storage Table Data Contributor", "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3"),
        ("Storage Table Data Reader", "76199698-9eea-4c19-bc75-cec21354c6b6"),
        ("User Access Administrator", "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9"),
        ("Virtual Machine Contributor", "9980e02c-c2be-4d73-94e8-173b1dc7cf3c"),
        ("Web PubSub Service Owner", "12cf5a90-567b-43ae-8102-96cf46c7d9b4"),
        ("Web PubSub Service Reader", "bfb1c7d2-fb1a-466b-b2ba-aee63b92deaf"),
        ("Website Contributor", "de139f84-1756-47ae-9be6-808fbbe84772"),
    ]
}
