// A PostgreSQL database for development: one pod, nothing kept when the pod goes.
extension kubernetes with {
  kubeConfig: ''
  namespace: context.runtime.kubernetes.namespace
} as kubernetes

@description('What Radius tells a recipe about the resource that it provides.')
param context object

@description('The image of the server.')
param image string = 'postgres:16-alpine'

var name = toLower(context.resource.name)
var namespace = context.runtime.kubernetes.namespace
var port = 5432
var username = context.resource.properties.username
var password = context.resource.properties.password
var database = context.resource.properties.?database ?? 'postgres_db'
var initSql = context.resource.properties.?initSql ?? ''
var size = context.resource.properties.?size ?? 'S'
var requests = { S: '512Mi', M: '1Gi', L: '2Gi' }
var limits = { S: '1Gi', M: '2Gi', L: '4Gi' }
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
    USERNAME: username
    PASSWORD: password
  }
}

resource initScript 'core/ConfigMap@v1' = if (!empty(initSql)) {
  metadata: {
    name: '${name}-init-sql'
    namespace: namespace
    labels: labels
  }
  data: { '01-init.sql': initSql }
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
        containers: [
          {
            name: 'postgres'
            image: image
            ports: [{ name: 'postgres', containerPort: port }]
            env: [
              {
                name: 'POSTGRES_USER'
                valueFrom: { secretKeyRef: { name: credentials.metadata.name, key: 'USERNAME' } }
              }
              {
                name: 'POSTGRES_PASSWORD'
                valueFrom: { secretKeyRef: { name: credentials.metadata.name, key: 'PASSWORD' } }
              }
              { name: 'POSTGRES_DB', value: database }
            ]
            resources: { requests: { cpu: '100m', memory: requests[size] }, limits: { memory: limits[size] } }
            startupProbe: { tcpSocket: { port: port }, periodSeconds: 5, failureThreshold: 120 }
            readinessProbe: {
              exec: { command: ['pg_isready', '-d', database] }
              initialDelaySeconds: 5
              periodSeconds: 5
            }
            livenessProbe: { tcpSocket: { port: port }, periodSeconds: 20 }
            volumeMounts: empty(initSql) ? [] : [{ name: 'init-sql', mountPath: '/docker-entrypoint-initdb.d' }]
          }
        ]
        volumes: empty(initSql) ? [] : [{ name: 'init-sql', configMap: { name: '${name}-init-sql' } }]
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
    ports: [{ name: 'postgres', port: port, targetPort: port }]
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
    host: host
    port: string(port)
    database: database
  }
  secrets: {
    password: password
    connectionString: 'postgresql://${username}:${password}@${host}:${port}/${database}'
  }
}
