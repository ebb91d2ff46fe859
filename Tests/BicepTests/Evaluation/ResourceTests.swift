import Diagnostics
import Documents
import Testing

@testable import Bicep

@Suite struct ResourceTests {
    @Test func aResourceHasItsBodyWithoutWhatOnlyPlacesIt() {
        checkEvaluation(
            """
            param location string = resourceGroup().location
            resource plan 'Microsoft.Web/serverfarms@2023-01-01' = {
              name: 'plan'
              location: location
            }
            resource site 'Microsoft.Web/sites@2023-01-01' = {
              name: 'site'
              properties: { serverFarmId: plan.id }
              dependsOn: [plan]
            }
            resource away 'Microsoft.Web/sites@2023-01-01' existing = {
              name: 'site'
              scope: resourceGroup('other')
            }
            output site string = away.id
            output own array = [site.name, site.type, site.apiVersion]
            """,
            """
            plan Microsoft.Web/serverfarms@2023-01-01 "plan" {"name":"plan","location":"global"}
            site Microsoft.Web/sites@2023-01-01 "site" {"name":"site","properties":{"serverFarmId":"\(group)/Microsoft.Web/serverfarms/plan"}} < plan
            away existing Microsoft.Web/sites@2023-01-01 "site" {"name":"site"}
            site = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/other/providers/Microsoft.Web/sites/site"
            own = ["site","Microsoft.Web/sites","2023-01-01"]
            """
        )
    }

    @Test func childrenHaveTheNamesAndTheConditionOfTheirParents() {
        checkEvaluation(
            """
            param withNet bool = true
            param withSub bool = false
            resource net 'Microsoft.Network/virtualNetworks@2024-05-01' = if (withNet) {
              name: 'net'
              resource sub 'subnets' = { name: 'default' }
              resource none 'subnets' = if (withSub) { name: 'none' }
            }
            resource other 'Microsoft.Network/virtualNetworks/subnets@2024-05-01' = {
              parent: net
              name: 'other'
            }
            resource gone 'Microsoft.Network/virtualNetworks@2024-05-01' = if (!withNet) {
              name: 'gone'
              resource sub 'subnets' = { name: 'default' }
            }
            output names array = [net::sub.name, net::sub.id, other.id]
            """,
            """
            net Microsoft.Network/virtualNetworks@2024-05-01 "net" {"name":"net"}
            net::sub Microsoft.Network/virtualNetworks/subnets@2024-05-01 "net/default" {"name":"default"} < net
            other Microsoft.Network/virtualNetworks/subnets@2024-05-01 "net/other" {"name":"other"} < net
            names = ["default","\(group)/Microsoft.Network/virtualNetworks/net/subnets/default","\(group)/Microsoft.Network/virtualNetworks/net/subnets/other"]
            """
        )
    }

    @Test func aLoopMakesOneResourceForEachItemThatItsFilterKeeps() {
        checkEvaluation(
            """
            resource disk 'Microsoft.Compute/disks@2023-10-02' = [for (name, i) in ['a', 'b', 'c']: if (name != 'b') {
              name: 'disk-${name}'
              tags: { place: '${i}' }
            }]
            resource copy 'Microsoft.Compute/disks@2023-10-02' = {
              name: 'copy'
              properties: { source: disk[2].id }
            }
            resource all 'Microsoft.Compute/disks@2023-10-02' = {
              name: 'all'
              dependsOn: disk
            }
            output names array = [for i in range(0, 3): disk[i].name]
            """,
            """
            disk[0] Microsoft.Compute/disks@2023-10-02 "disk-a" {"name":"disk-a","tags":{"place":"0"}}
            disk[2] Microsoft.Compute/disks@2023-10-02 "disk-c" {"name":"disk-c","tags":{"place":"2"}}
            copy Microsoft.Compute/disks@2023-10-02 "copy" {"name":"copy","properties":{"source":"\(group)/Microsoft.Compute/disks/disk-c"}} < disk[2]
            all Microsoft.Compute/disks@2023-10-02 "all" {"name":"all"} < disk[0], disk[2]
            names = ["disk-a","disk-b","disk-c"]
            """
        )
    }

    @Test func aLoopOverParentsKeepsEachChildWithItsOwn() {
        checkEvaluation(
            """
            resource net 'Microsoft.Network/virtualNetworks@2024-05-01' = [for i in range(0, 2): { name: 'n${i}' }]
            resource sub 'Microsoft.Network/virtualNetworks/subnets@2024-05-01' = [for i in range(0, 2): {
              parent: net[i]
              name: 's'
            }]
            """,
            """
            net[0] Microsoft.Network/virtualNetworks@2024-05-01 "n0" {"name":"n0"}
            net[1] Microsoft.Network/virtualNetworks@2024-05-01 "n1" {"name":"n1"}
            sub[0] Microsoft.Network/virtualNetworks/subnets@2024-05-01 "n0/s" {"name":"s"} < net[0]
            sub[1] Microsoft.Network/virtualNetworks/subnets@2024-05-01 "n1/s" {"name":"s"} < net[1]
            """
        )
    }

    @Test func theIdsOfScopesAreThoseOfAzure() {
        let type = "My.Rp/parent/child@2020-01-01"
        checkEvaluation(
            """
            resource a '\(type)' existing = { name: 'p/c', scope: resourceGroup('s', 'rg') }
            resource b '\(type)' existing = { name: 'p/c', scope: tenant() }
            resource c '\(type)' existing = { name: 'p/c', scope: subscription() }
            resource d '\(type)' existing = { name: 'p/c', scope: subscription('s') }
            resource e '\(type)' existing = { name: 'p/c', scope: managementGroup('m') }
            resource f 'My.Ext/parent/child@2020-01-01' existing = { name: 'p/c', scope: b }
            resource g 'Microsoft.Resources/resourceGroups@2021-04-01' existing = { name: 'rg2', scope: subscription('s') }
            resource h '\(type)' existing = { name: 'p/c', scope: g }
            output ids array = [a.id, b.id, c.id, d.id, e.id, f.id, g.id, h.id]
            """,
            """
            a existing My.Rp/parent/child@2020-01-01 "p/c" {"name":"p/c"}
            b existing My.Rp/parent/child@2020-01-01 "p/c" {"name":"p/c"}
            c existing My.Rp/parent/child@2020-01-01 "p/c" {"name":"p/c"}
            d existing My.Rp/parent/child@2020-01-01 "p/c" {"name":"p/c"}
            e existing My.Rp/parent/child@2020-01-01 "p/c" {"name":"p/c"}
            f existing My.Ext/parent/child@2020-01-01 "p/c" {"name":"p/c"} < b
            g existing Microsoft.Resources/resourceGroups@2021-04-01 "rg2" {"name":"rg2"}
            h existing My.Rp/parent/child@2020-01-01 "p/c" {"name":"p/c"} < g
            ids = ["/subscriptions/s/resourceGroups/rg/providers/My.Rp/parent/p/child/c",\
            "/providers/My.Rp/parent/p/child/c",\
            "/subscriptions/00000000-0000-0000-0000-000000000000/providers/My.Rp/parent/p/child/c",\
            "/subscriptions/s/providers/My.Rp/parent/p/child/c",\
            "/providers/Microsoft.Management/managementGroups/m/providers/My.Rp/parent/p/child/c",\
            "/providers/My.Rp/parent/p/child/c/providers/My.Ext/parent/p/child/c",\
            "/subscriptions/s/resourceGroups/rg2",\
            "/subscriptions/s/resourceGroups/rg2/providers/My.Rp/parent/p/child/c"]
            """
        )
    }

    @Test func placesAreObjectsWithTheirIds() {
        checkValue(
            "resourceGroup()",
            """
            {"id":"/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/default","name":"default",\
            "type":"Microsoft.Resources/resourceGroups","location":"global","tags":{},"managedBy":null,\
            "properties":{"provisioningState":"Succeeded"}}
            """
        )
        checkValue("subscription().displayName", #""subscription""#)
        checkValue("tenant()", #"{"tenantId":"00000000-0000-0000-0000-000000000000"}"#)
        checkValue("deployment().name", #""main""#)
        checkValue("environment().suffixes.storage", #""core.windows.net""#)
        checkValue("resourceId('My.Rp/a/b', 'x', 'y')", #""\#(group)/My.Rp/a/x/b/y""#)
        checkValue("resourceId('rg', 'My.Rp/a', 'x')", #""\#(group.replacing("default", with: "rg"))/My.Rp/a/x""#)
        checkValue("subscriptionResourceId('My.Rp/a', 'x')", #""\#(subscription)/providers/My.Rp/a/x""#)
        checkValue("tenantResourceId('My.Rp/a', 'x')", #""/providers/My.Rp/a/x""#)
        checkValue("extensionResourceId('/x', 'My.Rp/a', 'y')", #""/x/providers/My.Rp/a/y""#)
        checkFault("resourceId('My.Rp/a/b', 'x')", "RAD2822", "'resourceId' failed: the type 'My.Rp/a/b' does not have")
    }

    @Test func anExtensionNamesItsResourcesAndHasItsConfiguration() {
        var context = EvaluationContext()
        context.addressPrefix = "env/"
        context.extensionResourceID = { "/planes/\($0.extensionName)/\($0.type)/\($0.name)" }
        let result = checkEvaluation(
            """
            extension radius
            extension kubernetes with { namespace: 'shop', kubeConfig: '' } as k8s
            resource app 'Applications.Core/applications@2023-10-01-preview' = { name: 'shop', properties: {} }
            resource web 'Applications.Core/containers@2023-10-01-preview' = {
              name: 'web'
              properties: { application: app.id }
            }
            resource service 'core/Service@v1' = { metadata: { name: 'web' } }
            output host string = service.metadata.name
            """,
            in: context,
            """
            env/app Applications.Core/applications@2023-10-01-preview "shop" {"name":"shop","properties":{}}
            env/web Applications.Core/containers@2023-10-01-preview "web" {"name":"web","properties":{"application":"/planes/radius/Applications.Core/applications/shop"}} < env/app
            env/service core/Service@v1 null {"metadata":{"name":"web"}}
            host = "web"
            """
        )
        #expect(result.resources.map(\.extensionName) == ["radius", "radius", "kubernetes"])
        #expect(result.resources.last?.extensionConfiguration == ["namespace": "shop", "kubeConfig": ""])
    }

    @Test func aPartOfABodyIsFoundWhereItWasWritten() throws {
        let source = """
            var ports = { web: 80 }
            resource web 'Microsoft.Web/sites@2023-01-01' = {
              name: 'web'
              properties: {
                list: [{ a: 1 }, { a: 2 }]
                ports: ports
                loop: [for i in range(0, 2): { value: i }]
              }
            }
            """
        let web = try #require(evaluate(source).resources.first)
        let paths: [ValuePath] = [
            ["properties", "list", 1, "a"], ["properties", "ports", "web"], ["properties", "LIST", 7],
            ["properties", "loop", 1, "value"], ["name"],
        ]
        let values = paths.map { web.locate($0, .value).text }
        #expect(values == ["2", "ports", "[{ a: 1 }, { a: 2 }]", "i", "'web'"])
        // What was not written out has no name of its own: the nearest part around it is shown.
        let names = paths.map { web.locate($0, .name).text }
        #expect(names == ["a", "ports", "[{ a: 1 }, { a: 2 }]", "value", "name"])
        #expect(web.symbolSpan.text == "web")
        #expect(web.typeSpan.text == "'Microsoft.Web/sites@2023-01-01'")
    }
}

private let subscription = "/subscriptions/00000000-0000-0000-0000-000000000000"
private let group = "\(subscription)/resourceGroups/default/providers"
