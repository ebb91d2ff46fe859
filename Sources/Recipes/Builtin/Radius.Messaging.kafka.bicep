// A Kafka broker for development: one node without ZooKeeper, no password, nothing kept when the pod goes.
// A topic is made when a client first asks for it.
extension kubernetes with {
  kubeConfig: ''
  namespace: context.runtime.kubernetes.namespace
} as kubernetes

@description('What Radius tells a recipe about the resource that it provides.')
param context object

@description('The image of the broker.')
param image string = 'apache/kafka:3.9.0'

@description('How much memory the server asks for.')
param memory string = '768Mi'

@description('How much memory the server may take. Where another amount is asked for it is that amount.')
param memoryLimit string = memory == '768Mi' ? '1Gi' : memory

var name = toLower(context.resource.name)
var namespace = context.runtime.kubernetes.namespace
var port = 9092
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
        securityContext: { runAsNonRoot: true, runAsUser: 1000, runAsGroup: 1000, fsGroup: 1000 }
        containers: [
          {
            name: 'kafka'
            image: image
            ports: [{ name: 'kafka', containerPort: port }]
            env: [
              { name: 'KAFKA_NODE_ID', value: '1' }
              { name: 'KAFKA_PROCESS_ROLES', value: 'broker,controller' }
              { name: 'KAFKA_LISTENERS', value: 'PLAINTEXT://:${port},CONTROLLER://:9093' }
              { name: 'KAFKA_ADVERTISED_LISTENERS', value: 'PLAINTEXT://${host}:${port}' }
              { name: 'KAFKA_CONTROLLER_LISTENER_NAMES', value: 'CONTROLLER' }
              { name: 'KAFKA_LISTENER_SECURITY_PROTOCOL_MAP', value: 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT' }
              { name: 'KAFKA_CONTROLLER_QUORUM_VOTERS', value: '1@localhost:9093' }
              { name: 'KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR', value: '1' }
              { name: 'KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR', value: '1' }
              { name: 'KAFKA_TRANSACTION_STATE_LOG_MIN_ISR', value: '1' }
              { name: 'KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS', value: '0' }
              { name: 'KAFKA_HEAP_OPTS', value: '-Xms256m -Xmx512m' }
            ]
            resources: { requests: { cpu: '250m', memory: memory }, limits: { memory: memoryLimit } }
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
    ports: [{ name: 'kafka', port: port, targetPort: port }]
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
  }
  secrets: {
    connectionString: '${host}:${port}'
  }
}
