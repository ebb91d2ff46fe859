import AppModel
import Documents
import Engine
import Targets
import Testing

/// Deployments that scale by metrics or by events.
@Suite struct ScalingTests {
    private func current(_ autoScaling: String) -> BicepApplication {
        .current(
            """
            resource web 'Radius.Compute/containers@2025-08-01-preview' = {
              name: 'web'
              properties: {
                environment: environment
                application: app.id
                containers: { web: { image: 'web:1' } }
                autoScaling: { \(autoScaling) }
              }
            }
            """
        )
    }

    private static let queue =
        "triggers: [{ type: 'rabbitmq', name: 'jobs', metadata: { queueName: 'jobs' }, "
        + "authenticationRef: { name: 'queue' } }]"

    @Test func eventsScaleADeploymentDownToNothing() async {
        let emission = await current("minReplicas: 0, maxReplicas: 5, cooldownPeriod: 60, \(Self.queue)").emission()
        #expect(emission.complaints == "")
        #expect(emission.names == ["apps/Deployment web", "keda.sh/ScaledObject web"])
        #expect(
            emission.part("keda.sh/ScaledObject web", ["spec"])
                == #"{"scaleTargetRef":{"name":"web"},"cooldownPeriod":60,"minReplicaCount":0,"maxReplicaCount":5,"#
                + #""triggers":[{"type":"rabbitmq","name":"jobs","metadata":{"queueName":"jobs"},"#
                + #""authenticationRef":{"name":"queue"}}]}"#
        )
        #expect(emission.part("apps/Deployment web", ["spec", "replicas"]) == "absent")
        #expect(emission.dependencies(of: "keda.sh/ScaledObject web") == ["apps/Deployment web"])
    }

    @Test func aLegacyContainerScalesByEventsToo() async {
        let emission = await BicepApplication.legacy(
            """
            resource web 'Applications.Core/containers@2023-10-01-preview' = {
              name: 'web'
              properties: {
                application: app.id
                container: { image: 'web:1' }
                extensions: [{ kind: 'manualScaling', replicas: 2 }, { kind: 'autoScaling', \(Self.queue) }]
              }
            }
            """
        ).emission()
        #expect(emission.complaints == "")
        #expect(emission.part("keda.sh/ScaledObject web", ["spec", "minReplicaCount"]) == "2")
        #expect(emission.part("keda.sh/ScaledObject web", ["spec", "maxReplicaCount"]) == "10")
        #expect(emission.part("apps/Deployment web", ["spec", "replicas"]) == "absent")
    }

    @Test func theLeastReplicasOfMetricsAreTheAuthors() async {
        let emission = await current(
            "minReplicas: 3, metrics: [{ kind: 'cpu', target: { averageUtilization: 70 } }]"
        ).emission()
        #expect(emission.complaints == "")
        #expect(emission.part("autoscaling/HorizontalPodAutoscaler web", ["spec", "minReplicas"]) == "3")
    }

    private static let cpu = "metrics: [{ kind: 'cpu', target: { averageUtilization: 70 } }]"

    /// Kubernetes refuses an autoscaler whose most replicas are fewer than its least.
    @Test(arguments: [
        ("autoscaling/HorizontalPodAutoscaler web", "minReplicas", "maxReplicas", cpu),
        ("keda.sh/ScaledObject web", "minReplicaCount", "maxReplicaCount", queue),
    ])
    func theMostReplicasAreAtLeastTheLeast(object: String, least: String, most: String, scaler: String) async {
        for (written, expected) in [("minReplicas: 20, ", "20"), ("minReplicas: 2, ", "10")] {
            let emission = await current(written + scaler).emission()
            #expect(emission.complaints == "")
            #expect(emission.part(object, ["spec", .member(most)]) == expected)
        }
        var application = current(scaler)
        application.text = application.text.replacing("autoScaling:", with: "replicas: 20\n    autoScaling:")
        let emission = await application.emission()
        #expect(emission.part(object, ["spec", .member(least)]) == "20")
        #expect(emission.part(object, ["spec", .member(most)]) == "20")
    }

    @Test func replicasThatAreMoreThanTheMostAreRefused() async {
        var application = current("maxReplicas: 5, \(Self.cpu)")
        application.text = application.text.replacing("autoScaling:", with: "replicas: 6\n    autoScaling:")
        #expect(
            await application.emission().complaints
                == "14:33 error RAD5013 'web' cannot be scaled like this: the least replicas are 6, the most 5"
        )
    }

    /// The least replicas are those of the container where nothing else is said.
    @Test func noReplicasAreTheLeastForEventsOnly() async {
        var application = current(Self.cpu)
        application.text = application.text.replacing("autoScaling:", with: "replicas: 0\n    autoScaling:")
        #expect(
            await application.emission().complaints
                == "14:18 error RAD5013 'web' cannot be scaled like this: metrics scale to one replica at least; "
                + "'triggers' scale to none"
        )
        application.text = application.text.replacing(Self.cpu, with: Self.queue)
        let emission = await application.emission()
        #expect(emission.complaints == "")
        #expect(emission.part("keda.sh/ScaledObject web", ["spec", "minReplicaCount"]) == "0")
    }

    @Test(arguments: [
        (
            "minReplicas: 6, maxReplicas: 5, \(cpu)",
            "13:33 error RAD5013 'web' cannot be scaled like this: the least replicas are 6, the most 5"
        ),
        (
            "minReplicas: 6, maxReplicas: 5, \(queue)",
            "13:33 error RAD5013 'web' cannot be scaled like this: the least replicas are 6, the most 5"
        ),
        (
            "metrics: [{ kind: 'custom', customMetric: 'q', target: { averageUtilization: 70 } }]",
            "13:30 error RAD5013 'web' cannot be scaled like this: a custom metric has no utilization, only values"
        ),
        (
            "minReplicas: 0, metrics: [{ kind: 'cpu', target: { averageUtilization: 70 } }]",
            "13:33 error RAD5013 'web' cannot be scaled like this: metrics scale to one replica at least; "
                + "'triggers' scale to none"
        ),
        (
            "metrics: [], triggers: []",
            "13:18 error RAD2009 'autoScaling' has 'metrics' and 'triggers' of 'metrics', 'triggers', "
                + "expected exactly one"
        ),
    ])
    func whatCannotScaleIsNamed(autoScaling: String, expected: String) async {
        #expect(await current(autoScaling).emission().complaints == expected)
    }

    @Test func aSecretInATriggerIsRefused() async {
        var application = current("triggers: [{ type: 'redis', metadata: { password: password } }]")
        application.text += "\n@secure()\nparam password string = 'p4ss'\n"
        #expect(await application.emission().codes == ["RAD5005"])
    }
}
