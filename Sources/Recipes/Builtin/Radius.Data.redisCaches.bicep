// A Redis cache for development: one pod, no password, the oldest keys go first.
extension kubernetes with {
  kubeConfig: ''
  namespace: context.runtime.kubernetes.namespace
} as kubernetes

@description('What Radius tells a recipe about the resource that it provides.')
param context object

@description('The image of the server.')
param image string = 'redis:7-alpine'

var name = toLower(context.resource.name)
var namespace = context.runtime.kubernetes.namespace
var port = 6379
var size = context.resource.properties.?size ?? 'S'
var dataLimits = { S: '200mb', M: '400mb', L: '800mb' }
var requests = { S: '256Mi', M: '512Mi', L: '1Gi' }
var limits = { S: '512Mi', M: '1Gi', L: '2Gi' }
var host = '${name}.${namespace}.svc.cluster.local'
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
            args: ['--maxmemory', dataLimits[size], '--maxmemory-policy', 'allkeys-lru']
            ports: [{ name: 'redis', containerPort: port }]
            resources: { requests: { cpu: '50m', memory: requests[size] }, limits: { memory: limits[size] } }
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

// What is secret stands apart from the values, in `secrets`.
#disable-diagnostics outputs-should-not-contain-secrets
output result object = {
  resources: [
    '/planes/kubernetes/local/namespaces/${namespace}/providers/apps/Deployment/${name}'
    '/planes/kubernetes/local/namespaces/${namespace}/providers/core/Service/${name}'
  ]
  values: {
    host: host
    port: port
  }
  secrets: {
    url: 'redis://${host}:${port}'
  }
}
