// A search engine for development: Meilisearch in one pod, nothing kept when the pod goes.
// Its API is its own, not that of Azure AI Search.
extension kubernetes with {
  kubeConfig: ''
  namespace: context.runtime.kubernetes.namespace
} as kubernetes

@description('What Radius tells a recipe about the resource that it provides.')
param context object

@description('The image of the server.')
param image string = 'getmeili/meilisearch:v1.13'

@description('The master key, which clients send. The default is made by chance once, and stays.')
@secure()
param apiKey string = newGuid()

@description('How much memory the server asks for.')
param memory string = '256Mi'

@description('How much memory the server may take. Where another amount is asked for it is that amount.')
param memoryLimit string = memory == '256Mi' ? '512Mi' : memory

var name = toLower(context.resource.name)
var namespace = context.runtime.kubernetes.namespace
var port = 7700
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

resource credentials 'core/Secret@v1' = {
  metadata: {
    name: '${name}-credentials'
    namespace: namespace
    labels: labels
  }
  type: 'Opaque'
  stringData: {
    apiKey: apiKey
  }
}

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
        securityContext: { runAsNonRoot: true, runAsUser: 1000, runAsGroup: 1000, fsGroup: 1000 }
        containers: [
          {
            name: 'meilisearch'
            image: image
            ports: [{ name: 'http', containerPort: port }]
            env: [
              { name: 'MEILI_ENV', value: 'production' }
              { name: 'MEILI_NO_ANALYTICS', value: 'true' }
              { name: 'MEILI_DB_PATH', value: '/meili_data/data.ms' }
              { name: 'MEILI_MAX_INDEXING_MEMORY', value: '128 Mb' }
              {
                name: 'MEILI_MASTER_KEY'
                valueFrom: { secretKeyRef: { name: credentials.metadata.name, key: 'apiKey' } }
              }
            ]
            resources: { requests: { cpu: '100m', memory: memory }, limits: { memory: memoryLimit } }
            readinessProbe: { httpGet: { path: '/health', port: port }, initialDelaySeconds: 2, periodSeconds: 5 }
            livenessProbe: { httpGet: { path: '/health', port: port }, initialDelaySeconds: 20, periodSeconds: 20 }
            volumeMounts: [{ name: 'data', mountPath: '/meili_data' }]
          }
        ]
        volumes: [{ name: 'data', emptyDir: {} }]
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
    ports: [{ name: 'http', port: port, targetPort: port }]
  }
}

// What is secret stands apart from the values, in `secrets`.
#disable-diagnostics outputs-should-not-contain-secrets
output result object = {
  resources: [
    '/planes/kubernetes/local/namespaces/${namespace}/providers/core/Secret/${credentials.metadata.name}'
    '/planes/kubernetes/local/namespaces/${namespace}/providers/apps/Deployment/${name}'
    '/planes/kubernetes/local/namespaces/${namespace}/providers/core/Service/${name}'
  ]
  values: {
    endpoint: 'http://${host}:${port}'
  }
  secrets: {
    apiKey: apiKey
  }
}
