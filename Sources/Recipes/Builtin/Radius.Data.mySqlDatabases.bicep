// A MySQL database for development: one pod, nothing kept when the pod goes.
extension kubernetes with {
  kubeConfig: ''
  namespace: context.runtime.kubernetes.namespace
} as kubernetes

@description('What Radius tells a recipe about the resource that it provides.')
param context object

@description('The image of the server.')
param image string = 'mysql:${context.resource.properties.?version ?? '8.4'}'

@description('How much memory the server asks for.')
param memory string = '512Mi'

@description('How much memory the server may take. Where another amount is asked for it is that amount.')
param memoryLimit string = memory == '512Mi' ? '1Gi' : memory

var name = toLower(context.resource.name)
var namespace = context.runtime.kubernetes.namespace
var port = 3306
var username = context.resource.properties.username
var password = context.resource.properties.password
var database = context.resource.properties.?database ?? 'mysql_db'
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
            name: 'mysql'
            image: image
            ports: [{ name: 'mysql', containerPort: port }]
            env: [
              { name: 'MYSQL_RANDOM_ROOT_PASSWORD', value: 'yes' }
              {
                name: 'MYSQL_USER'
                valueFrom: { secretKeyRef: { name: credentials.metadata.name, key: 'USERNAME' } }
              }
              {
                name: 'MYSQL_PASSWORD'
                valueFrom: { secretKeyRef: { name: credentials.metadata.name, key: 'PASSWORD' } }
              }
              { name: 'MYSQL_DATABASE', value: database }
            ]
            resources: { requests: { cpu: '100m', memory: memory }, limits: { memory: memoryLimit } }
            startupProbe: { tcpSocket: { port: port }, periodSeconds: 5, failureThreshold: 120 }
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
    ports: [{ name: 'mysql', port: port, targetPort: port }]
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
    port: port
    database: database
  }
  secrets: {
    password: password
    connectionString: 'mysql://${username}:${password}@${host}:${port}/${database}'
  }
}
