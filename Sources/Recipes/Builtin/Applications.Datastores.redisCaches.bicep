// A Redis cache for development: one pod, no password, nothing kept when the pod goes.
extension kubernetes with {
  kubeConfig: ''
  namespace: context.runtime.kubernetes.namespace
} as kubernetes

@description('What Radius tells a recipe about the resource that it provides.')
param context object

@description('The image of the cache.')
param image string = 'redis:7-alpine'

@description('How much memory the cache asks for.')
param memory string = '128Mi'

@description('How much memory the cache may take. Where another amount is asked for it is that amount.')
param memoryLimit string = memory == '128Mi' ? '256Mi' : memory

var name = toLower(context.resource.name)
var namespace = context.runtime.kubernetes.namespace
var port = 6379
var selector = {
  'radapp.io/resource': context.resource.name
  'radapp.io/resource-type': replace(context.resource.type, '/', '-')
  'radapp.io/application': context.application.name
}
var labels = union(selector, {
  'radapp.io/environment': context.environment.name
  'app.kubernetes.io/name': name
})

resource deployment 'apps/Deployment@v1' = {
  metadata: {
    name: name
    namespace: namespace
    labels: labels
  }
  spec: {
    replicas: 1
    strategy: { type: 'Recreate' }
    selector: { matchLabels: selector }
    template: {
      metadata: { labels: labels }
      spec: {
        enableServiceLinks: false
        securityContext: { runAsNonRoot: true, runAsUser: 999, runAsGroup: 1000 }
        containers: [
          {
            name: 'redis'
            image: image
            ports: [{ name: 'redis', containerPort: port }]
            resources: { requests: { cpu: '50m', memory: memory }, limits: { memory: memoryLimit } }
            readinessProbe: { tcpSocket: { port: port } }
            livenessProbe: { tcpSocket: { port: port }, initialDelaySeconds: 20, periodSeconds: 20 }
          }
        ]
      }
    }
  }
}

resource service 'core/Service@v1' = {
  metadata: {
    name: name
    namespace: namespace
    labels: labels
  }
  spec: {
    type: 'ClusterIP'
    selector: selector
    ports: [{ name: 'redis', port: port, targetPort: port }]
  }
}

output result object = {
  resources: [
    '/planes/kubernetes/local/namespaces/${namespace}/providers/apps/Deployment/${name}'
    '/planes/kubernetes/local/namespaces/${namespace}/providers/core/Service/${name}'
  ]
  values: {
    host: '${name}.${namespace}.svc.cluster.local'
    port: port
  }
}
