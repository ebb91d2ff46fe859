// Evaluate a Bicep file and print the resources that it describes.
//
// Everything is in memory: nothing is read, downloaded or deployed.

// snippet.check
import Bicep
import Diagnostics
import Documents

let file = SourceFile(
    path: "main.bicep",
    text: """
        param location string = resourceGroup().location
        param names array

        resource accounts 'Microsoft.Storage/storageAccounts@2023-05-01' = [for name in names: {
          name: '${name}${uniqueString(resourceGroup().id)}'
          location: location
          kind: 'StorageV2'
          sku: { name: 'Standard_LRS' }
        }]

        output endpoint string = accounts[0].properties.primaryEndpoints.blob
        """
)

let checked = BoundModule.check(file, files: NoFiles())
print(DiagnosticRenderer().render(checked.diagnostics), terminator: "")
// snippet.end

// snippet.evaluate
if !checked.diagnostics.hasErrors {
    var context = EvaluationContext()
    context.parameters = ["names": ["logs", "images"]]

    let evaluation = checked.module.evaluate(in: context)
    for resource in evaluation.resources {
        print(resource.address, resource.type, resource.name)
    }
    // What only a deployment can tell is a value as well, and says what it waits for.
    for (name, value) in evaluation.outputs {
        print(name, value)
    }
}
// snippet.end
