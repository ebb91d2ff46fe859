import AppModel
import Documents
import Engine
import TestSupport
import Testing

/// Storage becomes a claim without any recipe.
@Suite struct PersistentVolumeTests {
    private func application(_ volume: String, mode: String) -> BicepApplication {
        .current(
            """
            resource data 'Radius.Compute/persistentVolumes@2025-08-01-preview' = {
              name: 'data'
              properties: { environment: environment, application: app.id, sizeInGib: 5 \(volume) }
            }
            resource web 'Radius.Compute/containers@2025-08-01-preview' = {
              name: 'web'
              properties: {
                environment: environment
                application: app.id
                containers: { web: { image: 'web:1', volumeMounts: [{ volumeName: 'd', mountPath: '/d' }] } }
                volumes: { d: { persistentVolume: { resourceId: data.id, accessMode: '\(mode)' } } }
              }
            }
            """
        )
    }

    @Test func aVolumeBecomesAClaimThatItsPodsWaitFor() async throws {
        var application = application(", allowedAccessModes: 'ReadWriteMany'", mode: "ReadWriteMany")
        application.environment = Environment(
            id: application.environment.id,
            compute: application.environment.compute,
            recipeParameters: [.persistentVolumes: ["storageClass": "fast"]]
        )
        let emission = await application.emission()
        #expect(emission.complaints == "")
        try expectSnapshot(emission.manifests, "persistent-volume.yaml")
        #expect(emission.dependencies(of: "apps/Deployment web") == ["core/PersistentVolumeClaim data"])
    }

    @Test func theResourceNamesItsStorageClass() async {
        let emission = await application(", recipe: { parameters: { storageClass: 'slow' } }", mode: "ReadWriteOnce")
            .emission()
        #expect(emission.part("core/PersistentVolumeClaim data", ["spec", "storageClassName"]) == #""slow""#)
        #expect(emission.part("core/PersistentVolumeClaim data", ["spec", "accessModes"]) == #"["ReadWriteOnce"]"#)
    }

    @Test(arguments: [
        ("ReadWriteOnce", "ReadWriteMany", false), ("ReadWriteOnce", "ReadOnlyMany", true),
        ("ReadOnlyMany", "ReadWriteOnce", false), ("ReadWriteMany", "ReadWriteOnce", true),
    ])
    func aMountAsksForNoMoreThanTheVolumeAllows(allowed: String, mode: String, isAllowed: Bool) async {
        let emission = await application(", allowedAccessModes: '\(allowed)'", mode: mode).emission()
        #expect(
            emission.complaints
                == (isAllowed
                    ? ""
                    : "17:19 error RAD5023 'web' mounts 'data' as \(mode), and the volume allows \(allowed)")
        )
    }

    @Test func podsMountNoVolumeOfTheEnvironmentsNamespace() async {
        var application = application("", mode: "ReadWriteOnce")
        application.text = application.text.replacing(
            "environment: environment, application: app.id, sizeInGib",
            with: "environment: environment, sizeInGib"
        )
        #expect(await application.emission().complaints == "")
        application.separateNamespaces()
        #expect(
            await application.emission().complaints
                == "17:19 error RAD5024 'data' belongs to no application, so that what it keeps is in namespace "
                + "'default', and the pods of 'web' can use no Secret or volume of another namespace"
        )
    }
}
