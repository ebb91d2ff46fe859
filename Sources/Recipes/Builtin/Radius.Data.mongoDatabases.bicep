// A MongoDB database for development: one pod, nothing kept when the pod goes.
extension kubernetes with {
  kubeConfig: ''
  namespace: context.runtime.kubernetes.namespace
} as kubernetes

@description('What Radius tells a recipe about the resource that it provides.')
param context object

@description('The image of the server.')
param image string = 'mongo:7'

@description('The name of the user.')
param username string = 'admin'

@description('The password of the user. The default is made by chance once, and stays.')
@secure()
param password string = newGuid()

@description('How much memory the server asks for.')
param memory string = '512Mi'

@description('How much memory the server may take. Where another amount is asked for it is that amount.')
param memoryLimit string = memory == '512Mi' ? '1Gi' : memory

var name = toLower(context.resource.name)
var namespace = context.runtime.kubernetes.namespace
var port = 27017
var database = context.resource.properties.?database ?? 'mongo_db'
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
    username: username
    password: password
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
        securityContext: { runAsNonRoot: true, runAsUser: 999, runAsGroup: 999 }
        containers: [
          {
            name: 'mongo'
            image: image
            ports: [{ name: 'mongo', containerPort: port }]
            env: [
              {
                name: 'MONGO_INITDB_ROOT_USERNAME'
                valueFrom: { secretKeyRef: { name: credentials.metadata.name, key: 'username' } }
              }
              {
                name: 'MONGO_INITDB_ROOT_PASSWORD'
                valueFrom: { secretKeyRef: { name: credentials.metadata.name, key: 'password' } }
              }
              { name: 'MONGO_INITDB_DATABASE', value: database }
            ]
            resources: { requests: { cpu: '100m', memory: memory }, limits: { memory: memoryLimit } }
            startupProbe: { tcpSocket: { port: port }, periodSeconds: 5, failureThreshold: 60 }
            readinessProbe: { tcpSocket: { port: port }, initialDelaySeconds: 5, periodSeconds: 5 }
            livenessProbe: { tcpSocket: { port: port }, periodSeconds: 20 }
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
    ports: [{ name: 'mongo', port: port, targetPort: port }]
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
    endpoint: '${host}:${port}'
    database: database
  }
  secrets: {
    connectionString: 'mongodb://${username}:${password}@${host}:${port}/${database}?authSource=admin'
  }
}
