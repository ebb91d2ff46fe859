import Diagnostics
import Documents
import Engine
import TestSupport
import Testing

@testable import Targets

/// An object and what is around it, in; whether it is of use, out.
@Suite struct ReadinessTests {
    // MARK: - Rollouts, by the rules of kubectl

    @Test(arguments: [
        ("metadata: {generation: 2}, status: {observedGeneration: 1}", "the cluster has not seen the change yet"),
        ("spec: {replicas: 3}, status: {updatedReplicas: 1, replicas: 3}", "1 of 3 pods are up to date"),
        ("spec: {}, status: {}", "0 of 1 pod is up to date"),
        (
            "spec: {replicas: 3}, status: {updatedReplicas: 3, replicas: 4, availableReplicas: 3}",
            "1 old pod still to end"
        ),
        (
            "spec: {replicas: 3}, status: {updatedReplicas: 3, replicas: 3, availableReplicas: 2}",
            "2 of 3 pods are available"
        ),
        ("spec: {replicas: 3}, status: {updatedReplicas: 3, replicas: 3, availableReplicas: 3}", "ready"),
        ("spec: {replicas: 0}, status: {observedGeneration: 1}, metadata: {generation: 1}", "ready"),
        (
            "status: {conditions: [{type: Progressing, status: 'False', reason: ProgressDeadlineExceeded}]}",
            "failed: it has come no further for 600 seconds (ProgressDeadlineExceeded)"
        ),
        (
            "metadata: {generation: 2}, status: {observedGeneration: 1, conditions: [{type: Progressing, reason: "
                + "ProgressDeadlineExceeded}]}", "the cluster has not seen the change yet"
        ),
        (
            "spec: {replicas: 1}, status: {conditions: [{type: ReplicaFailure, status: 'True', reason: FailedCreate, "
                + "message: 'pods \"a\" is forbidden: exceeded quota: q'}]}",
            """
            0 of 1 pod is up to date
            stubborn: its pods are refused (FailedCreate: pods "a" is forbidden: exceeded quota: q)
            """
        ),
    ])
    func aDeployment(members: String, expected: String) throws {
        try check("apiVersion: apps/v1, kind: Deployment, \(members)", expected)
    }

    @Test(arguments: [
        ("status: {}", "the cluster has not seen the change yet"),
        ("spec: {replicas: 2}, status: {observedGeneration: 1, readyReplicas: 1}", "1 of 2 pods are ready"),
        (
            "spec: {replicas: 3, updateStrategy: {type: RollingUpdate, rollingUpdate: {partition: 1}}}, "
                + "status: {observedGeneration: 1, readyReplicas: 3, updatedReplicas: 1}", "1 of 2 pods up to date"
        ),
        (
            "spec: {replicas: 3, updateStrategy: {type: RollingUpdate, rollingUpdate: {partition: 1}}}, "
                + "status: {observedGeneration: 1, readyReplicas: 3, updatedReplicas: 2, updateRevision: b, "
                + "currentRevision: a}", "ready"
        ),
        (
            "spec: {replicas: 1}, status: {observedGeneration: 1, readyReplicas: 1, updateRevision: b, currentRevision: a}",
            "0 of 1 pod up to date"
        ),
        (
            "spec: {replicas: 1}, status: {observedGeneration: 1, readyReplicas: 1, updateRevision: b, currentRevision: b}",
            "ready"
        ),
        ("spec: {updateStrategy: {type: OnDelete}}, status: {observedGeneration: 1}", "ready"),
    ])
    func aStatefulSet(members: String, expected: String) throws {
        try check("apiVersion: apps/v1, kind: StatefulSet, \(members)", expected)
    }

    @Test(arguments: [
        ("metadata: {generation: 1}, status: {}", "the cluster has not seen the change yet"),
        ("status: {desiredNumberScheduled: 2, updatedNumberScheduled: 1}", "1 of 2 pods up to date"),
        (
            "status: {desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberAvailable: 1}",
            "1 of 2 pods are available"
        ),
        ("status: {desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberAvailable: 2}", "ready"),
        ("status: {desiredNumberScheduled: 0}", "ready"),
    ])
    func aDaemonSet(members: String, expected: String) throws {
        try check("apiVersion: apps/v1, kind: DaemonSet, \(members)", expected)
    }

    // MARK: - Everything else

    @Test(arguments: [
        ("batch/v1, kind: Job, spec: {}, status: {}", "it has not begun yet"),
        ("batch/v1, kind: Job, spec: {completions: 3}, status: {active: 1, succeeded: 1}", "1 of 3 runs done"),
        ("batch/v1, kind: Job, status: {conditions: [{type: Complete, status: 'True'}]}", "ready"),
        (
            "batch/v1, kind: Job, status: {conditions: [{type: Failed, status: 'True', reason: BackoffLimitExceeded, "
                + "message: 'Job has reached the specified backoff limit'}]}",
            "failed: the job has failed (BackoffLimitExceeded: Job has reached the specified backoff limit)"
        ),
        ("v1, kind: Pod, status: {phase: Running, conditions: [{type: Ready, status: 'True'}]}", "ready"),
        ("v1, kind: Pod, status: {phase: Succeeded}", "ready"),
        ("v1, kind: Pod, status: {phase: Pending}", "it is not ready yet"),
        ("v1, kind: Pod, status: {phase: Failed, reason: Evicted, message: low}", "failed: Evicted: low"),
        ("v1, kind: PersistentVolumeClaim, status: {phase: Bound}", "ready"),
        ("v1, kind: PersistentVolumeClaim, status: {phase: Pending}", "it is not bound to a volume yet"),
        (
            "v1, kind: PersistentVolumeClaim, status: {phase: Lost}",
            "failed: the volume that it was bound to is gone"
        ),
        ("v1, kind: ResourceQuota, spec: {hard: {pods: '0'}}", "the cluster has not counted yet what it limits"),
        (
            "v1, kind: ResourceQuota, spec: {hard: {pods: '1'}}, status: {hard: {pods: '0'}, used: {pods: '0'}}",
            "the cluster has not counted yet what it limits"
        ),
        ("v1, kind: ResourceQuota, spec: {hard: {pods: '0'}}, status: {hard: {pods: '0'}, used: {pods: '4'}}", "ready"),
        ("v1, kind: ResourceQuota", "ready"),
        ("v1, kind: Service, spec: {type: ClusterIP}", "ready"),
        (
            "v1, kind: Service, spec: {type: LoadBalancer}, status: {loadBalancer: {}}",
            "the load balancer has no address yet"
        ),
        ("v1, kind: Service, spec: {type: LoadBalancer}, status: {loadBalancer: {ingress: [{ip: 1.2.3.4}]}}", "ready"),
        ("v1, kind: Namespace, status: {phase: Terminating}", "the namespace is still being removed"),
        ("v1, kind: ConfigMap", "ready"),
        (
            "apiextensions.k8s.io/v1, kind: CustomResourceDefinition, status: {}",
            "the cluster does not serve the kind yet"
        ),
        (
            "apiextensions.k8s.io/v1, kind: CustomResourceDefinition, status: {conditions: [{type: NamesAccepted, "
                + "status: 'True'}, {type: Established, status: 'True'}]}", "ready"
        ),
        (
            "apiextensions.k8s.io/v1, kind: CustomResourceDefinition, status: {conditions: [{type: NamesAccepted, "
                + "status: 'False', reason: PluralConflict, message: 'taken'}]}",
            "failed: its names are not accepted (PluralConflict: taken)"
        ),
        ("projectcontour.io/v1, kind: HTTPProxy", "no ingress controller has taken it up yet"),
        ("projectcontour.io/v1, kind: HTTPProxy, status: {currentStatus: valid}", "ready"),
        ("projectcontour.io/v1, kind: HTTPProxy, status: {currentStatus: orphaned}", "ready"),
        (
            "projectcontour.io/v1, kind: HTTPProxy, status: {currentStatus: invalid, description: 'see Errors', "
                + "conditions: [{type: Valid, errors: [{type: ServiceError, reason: NotFound, message: 'no service'}]}]}",
            """
            the ingress controller calls it invalid
            stubborn: the ingress controller calls it invalid: NotFound: no service
            """
        ),
        ("gateway.networking.k8s.io/v1, kind: Gateway", "no gateway controller has taken it up yet"),
        (
            "gateway.networking.k8s.io/v1, kind: Gateway, status: {conditions: [{type: Accepted, status: Unknown, "
                + "reason: Pending}]}", "no gateway controller has taken it up yet"
        ),
        (
            "gateway.networking.k8s.io/v1, kind: Gateway, status: {conditions: [{type: Accepted, status: 'True'}, "
                + "{type: Programmed, status: 'True'}]}", "ready"
        ),
        (
            "gateway.networking.k8s.io/v1, kind: Gateway, metadata: {generation: 2}, status: {conditions: [{type: "
                + "Accepted, status: 'True'}, {type: Programmed, status: 'True', observedGeneration: 1}]}",
            "no gateway serves it yet"
        ),
        (
            "gateway.networking.k8s.io/v1, kind: Gateway, status: {conditions: [{type: Accepted, status: 'False', "
                + "reason: Invalid, message: 'bad listener'}]}",
            "no gateway serves it yet\nstubborn: the gateway refuses it (Invalid: bad listener)"
        ),
        (
            "gateway.networking.k8s.io/v1, kind: HTTPRoute, spec: {parentRefs: [{name: a}]}",
            "no gateway controller has taken it up yet"
        ),
        (
            "gateway.networking.k8s.io/v1, kind: HTTPRoute, spec: {parentRefs: [{name: a}]}, status: {parents: "
                + "[{conditions: [{type: Accepted, status: 'True'}, {type: ResolvedRefs, status: 'True'}]}]}", "ready"
        ),
        (
            "gateway.networking.k8s.io/v1, kind: HTTPRoute, spec: {parentRefs: [{name: a}]}, status: {parents: "
                + "[{conditions: [{type: Accepted, status: 'True'}, {type: ResolvedRefs, status: 'False', reason: "
                + "BackendNotFound}]}]}",
            "0 of 1 gateway serves it\nstubborn: the gateway refuses it (BackendNotFound)"
        ),
        ("a.example/v1, kind: Widget", "ready"),
        ("a.example/v1, kind: Widget, status: {conditions: [{type: Ready, status: 'True'}]}", "ready"),
        (
            "a.example/v1, kind: Widget, metadata: {generation: 2}, status: {observedGeneration: 1, conditions: [{type: "
                + "Ready, status: 'True'}]}", "its controller has not seen the change yet"
        ),
        (
            "a.example/v1, kind: Widget, status: {conditions: [{type: Ready, status: 'False', reason: Wait, message: "
                + "'for the database'}]}",
            "it is not ready yet\npassing: its controller says that it is not ready (Wait: for the database)"
        ),
        (
            "a.example/v1, kind: Widget, status: {conditions: [{type: Reconciling, status: 'True', message: busy}]}",
            "its controller is at work (busy)"
        ),
        (
            "a.example/v1, kind: Widget, status: {conditions: [{type: Stalled, status: 'True', message: 'no class'}]}",
            "failed: its controller has given up (no class)"
        ),
    ])
    func anyObject(text: String, expected: String) throws { try check("apiVersion: \(text)", expected) }

    @Test func aClaimThatWaitsForItsFirstPodIsNotWaitedFor() throws {
        var around = Surroundings()
        around.bindsOnFirstUse = true
        let claim = try value("apiVersion: v1, kind: PersistentVolumeClaim, status: {phase: Pending}")
        #expect(Readiness.of(claim, around: around) == .ready)
    }

    // MARK: - Pods

    @Test(arguments: [
        (
            "containerStatuses: [{name: web, image: 'x:1', state: {waiting: {reason: ErrImagePull, message: 'x:1 not found'}}}]",
            "passing: pod 'web-1', container 'web': image 'x:1' cannot be pulled (ErrImagePull): x:1 not found"
        ),
        (
            "containerStatuses: [{name: web, image: 'x:1', state: {waiting: {reason: ImagePullBackOff, message: 'Back-off'}}}]",
            "passing: pod 'web-1', container 'web': image 'x:1' cannot be pulled (ImagePullBackOff): "
                + "Failed to pull image \"x:1\": denied"
        ),
        (
            "containerStatuses: [{name: web, image: X, state: {waiting: {reason: InvalidImageName}}}]",
            "failed: pod 'web-1', container 'web': 'X' is no name of an image (InvalidImageName)"
        ),
        (
            "containerStatuses: [{name: web, restartCount: 1, state: {waiting: {reason: CrashLoopBackOff}}, "
                + "lastState: {terminated: {exitCode: 3, reason: Error}}}]",
            "passing: pod 'web-1', container 'web': crashes again and again: exit code 3, started again once [log]"
        ),
        (
            "containerStatuses: [{name: web, restartCount: 4, state: {waiting: {reason: CrashLoopBackOff}}, "
                + "lastState: {terminated: {exitCode: 137, reason: OOMKilled}}}]",
            "failed: pod 'web-1', container 'web': crashes again and again: exit code 137 (OOMKilled), "
                + "started again 4 times [log]"
        ),
        (
            "containerStatuses: [{name: web, state: {terminated: {exitCode: 2}}}]",
            "passing: pod 'web-1', container 'web': ended: exit code 2 [log]"
        ),
        (
            "initContainerStatuses: [{name: init, state: {terminated: {exitCode: 0}}}], containerStatuses: [{name: web, "
                + "state: {waiting: {reason: CreateContainerConfigError, message: 'secret \"db\" not found'}}}]",
            "stubborn: pod 'web-1', container 'web': cannot be started (CreateContainerConfigError): "
                + "secret \"db\" not found"
        ),
        (
            "containerStatuses: [{name: web, ready: false, state: {running: {}}}]",
            "passing: pod 'web-1', container 'web': runs and is not ready: Readiness probe failed: 503 [log]"
        ),
        (
            "containerStatuses: [{name: web, state: {waiting: {reason: ContainerCreating}}}]",
            "passing: pod 'web-1' cannot begin (FailedMount: no volume)"
        ),
        (
            "conditions: [{type: PodScheduled, status: 'False', reason: Unschedulable, message: '0/1 nodes'}]",
            "passing: pod 'web-1' has no node yet (Unschedulable: 0/1 nodes)"
        ),
        ("containerStatuses: [{name: web, ready: true, state: {running: {}}}]", ""),
    ])
    func whatAPodOfADeploymentSuffersFrom(status: String, expected: String) throws {
        var view = ClusterView()
        _ = view.note(
            .listed([
                try value(
                    "kind: ReplicaSet, metadata: {name: web-a, uid: rs2, annotations: {deployment.kubernetes.io/revision: '2'}, "
                        + "ownerReferences: [{uid: d, controller: true}]}"
                ),
                try value(
                    "kind: ReplicaSet, metadata: {name: web-b, uid: rs1, annotations: {deployment.kubernetes.io/revision: '1'}, "
                        + "ownerReferences: [{uid: d, controller: true}]}"
                ),
            ]),
            of: "ReplicaSet"
        )
        let old = "status: {containerStatuses: [{name: web, image: old, state: {waiting: {reason: InvalidImageName}}}]}"
        _ = view.note(
            .listed([
                try value("kind: Pod, \(pod("web-1", owner: "rs2")), status: {\(status)}"),
                try value("kind: Pod, \(pod("web-0", owner: "rs1")), \(old)"),
            ]),
            of: "Pod"
        )
        for (number, event) in [
            "reason: Failed, message: 'Failed to pull image \"x:1\": denied'",
            "reason: Failed, message: 'Error: ImagePullBackOff'",
            "reason: Unhealthy, message: 'Readiness probe failed: 503'", "reason: FailedMount, message: 'no volume'",
        ].enumerated() {
            let event = try value("metadata: {uid: e\(number)}, involvedObject: {uid: web-1}, \(event)")
            #expect(view.note(.present(event), of: "Event") == ["d"])
        }
        let live = try value(
            "apiVersion: apps/v1, kind: Deployment, metadata: {name: web, uid: d, annotations: "
                + "{deployment.kubernetes.io/revision: '2'}}, spec: {replicas: 1}, status: {updatedReplicas: 0}"
        )
        let text = text(of: Readiness.of(live, around: view.surroundings(of: live)))
        #expect(
            text.split(separator: "\n", maxSplits: 1).last.map(String.init)
                == (expected.isEmpty ? "0 of 1 pod is up to date" : expected)
        )
    }

    @Test func whatLeavesIsForgottenAndWhoIsAffectedIsKnown() throws {
        var view = ClusterView()
        let set = try value(
            "kind: ReplicaSet, metadata: {name: a, uid: rs, ownerReferences: [{uid: d, controller: true}]}"
        )
        let pod = try value("kind: Pod, \(pod("p", owner: "rs"))")
        #expect(view.note(.listed([set]), of: "ReplicaSet") == nil)
        #expect(view.note(.present(pod), of: "Pod") == ["d", "p"])
        let deployment = try value("kind: Deployment, metadata: {name: web, uid: d}")
        #expect(view.note(.present(deployment), of: "Deployment") == ["d"])
        #expect(view.object("Deployment", "web") == deployment)
        #expect(!view.hasListed("Deployment"))
        #expect(view.surroundings(of: deployment).pods.count == 1)
        #expect(view.note(.gone(pod), of: "Pod") == ["d", "p"])
        #expect(view.surroundings(of: deployment).pods == [])
        #expect(view.note(.listed([]), of: "ReplicaSet") == nil)
        #expect(view.surroundings(of: deployment).replicaSets == [])
        #expect(view.note(.gone(deployment), of: "Deployment") == ["d"])
        #expect(view.object("Deployment", "web") == nil)
    }

    // MARK: - Judging

    @Test func whatIsWrongFailsByHowGraveItIs() {
        var judge = WaitJudge(WaitJudge.Limits(object: .seconds(100), patience: .seconds(30)))
        func seen(_ gravity: Trouble.Gravity, _ reason: String = "A") -> Readiness {
            .progressing("1 of 2", [Trouble(gravity: gravity, reason: reason, message: reason)])
        }
        let trouble = WaitJudge.Verdict.wait(.init("A", isTrouble: true))
        #expect(judge.verdict(on: .progressing("1 of 2"), at: .seconds(0)) == .wait(.init("1 of 2")))
        #expect(judge.verdict(on: seen(.passing), at: .seconds(1)) == trouble)
        #expect(judge.verdict(on: seen(.stubborn), at: .seconds(2)) == trouble)
        #expect(judge.verdict(on: seen(.stubborn), at: .seconds(31)) == trouble)
        // It went away in between, and so its time begins anew.
        #expect(judge.verdict(on: .progressing("1 of 2"), at: .seconds(32)) == .wait(.init("1 of 2")))
        #expect(judge.verdict(on: seen(.stubborn), at: .seconds(33)) == trouble)
        #expect(judge.verdict(on: seen(.stubborn), at: .seconds(62)) == trouble)
        guard case .failed(let stuck) = judge.verdict(on: seen(.stubborn), at: .seconds(63)) else {
            Issue.record("what stays is fatal")
            return
        }
        #expect(stuck.reason == "A")
        guard case .failed = judge.verdict(on: seen(.fatal), at: .seconds(64)) else {
            Issue.record("what is fatal is")
            return
        }
        let last = judge.verdict(on: seen(.passing, "B"), at: .seconds(100))
        #expect(
            last == .timedOut(after: .seconds(100), "1 of 2", Trouble(gravity: .passing, reason: "B", message: "B"))
        )
        #expect(judge.verdict(on: .ready, at: .seconds(1000)) == .ready)
        var hurried = WaitJudge(WaitJudge.Limits(object: nil, deployment: .seconds(5)))
        #expect(hurried.verdict(on: .progressing("x"), at: .seconds(5)) == .timedOut(after: .seconds(5), "x", nil))
    }

    @Test(arguments: [
        (90, "90s"), (60, "1m"), (600, "10m"), (5400, "1h30m"), (3661, "1h1m1s"), (125, "2m5s"), (0, "0s"),
    ])
    func aDurationIsWrittenShort(seconds: Int, text: String) { #expect(Duration.seconds(seconds).inWords == text) }

    private func pod(_ name: String, owner: String) -> String {
        "metadata: {name: \(name), uid: \(name), namespace: a, ownerReferences: [{uid: \(owner), controller: true}]}"
    }

    private func check(_ text: String, _ expected: String, sourceLocation: Testing.SourceLocation = #_sourceLocation)
        throws
    {
        #expect(self.text(of: Readiness.of(try value(text))) == expected, sourceLocation: sourceLocation)
    }

    private func text(of readiness: Readiness) -> String {
        func text(_ trouble: Trouble) -> String { "\(trouble.message)\(trouble.log == nil ? "" : " [log]")" }
        switch readiness {
        case .ready: return "ready"
        case .failed(let trouble): return "failed: \(text(trouble))"
        case .progressing(let message, let troubles):
            if let fatal = troubles.first(where: { $0.gravity == .fatal }) { return "failed: \(text(fatal))" }
            return ([message] + troubles.map { "\($0.gravity): \(text($0))" }).joined(separator: "\n")
        }
    }

    private func value(_ text: String) throws -> Value {
        let (documents, diagnostics) = YAMLReader.read(SourceFile(path: "object", text: "{\(text)}"))
        #expect(diagnostics.isEmpty)
        return try #require(documents.first?.value)
    }
}
