// A Neo4j graph database for development: one pod, nothing kept when the pod goes.
// The user and the password are USERNAME, which the image wants to be neo4j, and PASSWORD of the Secret that the resource names.
extension kubernetes with {
  kubeConfig: ''
  namespace: context.runtime.kubernetes.namespace
} as kubernetes

@description('What Radius tells a recipe about the resource that it provides.')
param context object

@description('The image of the server.')
param image string = 'neo4j:5.26-community'

@description('How much memory the server asks for.')
param memory string = '1Gi'

@description('How much memory the server may take. Where another amount is asked for it is that amount.')
param memoryLimit string = memory == '1Gi' ? '1536Mi' : memory

var name = toLower(context.resource.name)
var namespace = context.runtime.kubernetes.namespace
var port = 7687
// The id or the name of a Radius.Security/secrets, whose Secret is named after it.
var secretName = toLower(last(split(context.resource.properties.secretName, '/')))
// The name of a database has three characters at least.
var database = context.resource.properties.?database ?? (length(name) < 3 ? 'neo4j' : name)
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
        securityContext: { runAsNonRoot: true, runAsUser: 7474, runAsGroup: 7474, fsGroup: 7474 }
        containers: [
          {
            name: 'neo4j'
            image: image
            ports: [{ name: 'bolt', containerPort: port }]
            env: [
              { name: 'USERNAME', valueFrom: { secretKeyRef: { name: secretName, key: 'USERNAME' } } }
              { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: secretName, key: 'PASSWORD' } } }
              // Kubernetes puts the two in.
              { name: 'NEO4J_AUTH', value: '$(USERNAME)/$(PASSWORD)' }
              { name: 'NEO4J_initial_dbms_default__database', value: database }
              { name: 'NEO4J_server_memory_heap_initial__size', value: '256m' }
              { name: 'NEO4J_server_memory_heap_max__size', value: '512m' }
              { name: 'NEO4J_server_memory_pagecache_size', value: '128m' }
            ]
            resources: { requests: { cpu: '250m', memory: memory }, limits: { memory: memoryLimit } }
            startupProbe: { tcpSocket: { port: port }, periodSeconds: 5, failureThreshold: 60 }
            readinessProbe: { tcpSocket: { port: port }, initialDelaySeconds: 10, periodSeconds: 5 }
            livenessProbe: { tcpSocket: { port: port }, periodSeconds: 20 }
            volumeMounts: [{ name: 'data', mountPath: '/data' }]
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
    ports: [{ name: 'bolt', port: port, targetPort: port }]
  }
}

output result object = {
  resources: [
    '/planes/kubernetes/local/namespaces/${namespace}/providers/apps/Deployment/${name}'
    '/planes/kubernetes/local/namespaces/${namespace}/providers/core/Service/${name}'
  ]
  values: {
    host: host
    port: port
    database: database
  }
}
