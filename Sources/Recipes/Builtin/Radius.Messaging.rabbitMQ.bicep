// A RabbitMQ broker for development: one pod, nothing kept when the pod goes. Clients declare the queue.
extension kubernetes with {
  kubeConfig: ''
  namespace: context.runtime.kubernetes.namespace
} as kubernetes

@description('What Radius tells a recipe about the resource that it provides.')
param context object

@description('The image of the server.')
param image string = 'rabbitmq:4-alpine'

@description('The password of the user where the resource names no secret. The default is made by chance once, and stays.')
@secure()
param password string = newGuid()

@description('How much memory the server asks for.')
param memory string = '256Mi'

@description('How much memory the server may take. Where another amount is asked for it is that amount.')
param memoryLimit string = memory == '256Mi' ? '512Mi' : memory

var name = toLower(context.resource.name)
var namespace = context.runtime.kubernetes.namespace
var port = 5672
var username = context.resource.properties.?username ?? 'radius'
// The id of a Radius.Security/secrets, whose Secret is named after it.
var givenSecret = context.resource.properties.?password ?? ''
var secretName = empty(givenSecret) ? '${name}-credentials' : toLower(last(split(givenSecret, '/')))
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

resource credentials 'core/Secret@v1' = if (empty(givenSecret)) {
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
        containers: [
          {
            name: 'rabbitmq'
            image: image
            ports: [{ name: 'amqp', containerPort: port }]
            env: [
              { name: 'RABBITMQ_DEFAULT_USER', value: username }
              {
                name: 'RABBITMQ_DEFAULT_PASS'
                valueFrom: { secretKeyRef: { name: secretName, key: 'password' } }
              }
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
  dependsOn: [credentials]
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
    ports: [{ name: 'amqp', port: port, targetPort: port }]
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
    username: username
  }
  secrets: empty(givenSecret) ? { password: password } : {}
}
