// A secret store of Dapr for development: the Secrets of the namespace. Pods that read it need a role that allows it.
extension kubernetes with {
  kubeConfig: ''
  namespace: context.runtime.kubernetes.namespace
} as kubernetes

@description('What Radius tells a recipe about the resource that it provides.')
param context object

var name = toLower(context.resource.name)
var namespace = context.runtime.kubernetes.namespace
var type = 'secretstores.kubernetes'
var version = 'v1'
var selector = {
  'radapp.io/resource': context.resource.name
  'radapp.io/resource-type': replace(context.resource.type, '/', '-')
  'radapp.io/application': context.application.name
}
var labels = union(selector, {
  'radapp.io/environment': context.environment.name
  'app.kubernetes.io/name': name
})

resource component 'dapr.io/Component@v1alpha1' = {
  metadata: {
    name: name
    namespace: namespace
    labels: labels
  }
  spec: {
    type: type
    version: version
    metadata: []
  }
}

output result object = {
  resources: [
    '/planes/kubernetes/local/namespaces/${namespace}/providers/dapr.io/Component/${name}'
  ]
  values: {
    type: type
    version: version
    componentName: name
  }
}
