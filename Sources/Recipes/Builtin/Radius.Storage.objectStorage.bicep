// Blobs for development: Azurite, the emulator of Azure Storage, in one pod; nothing kept when the pod goes.
extension kubernetes with {
  kubeConfig: ''
  namespace: context.runtime.kubernetes.namespace
} as kubernetes

@description('What Radius tells a recipe about the resource that it provides.')
param context object

@description('The image of Azurite.')
param image string = 'mcr.microsoft.com/azure-storage/azurite:3.35.0'

@description('The key of the account, in base64. The default is made by chance once, and stays.')
@secure()
param accountKey string = base64(newGuid())

@description('How much memory the server asks for.')
param memory string = '128Mi'

@description('How much memory the server may take. Where another amount is asked for it is that amount.')
param memoryLimit string = memory == '128Mi' ? '256Mi' : memory

var name = toLower(context.resource.name)
var namespace = context.runtime.kubernetes.namespace
var port = 10000
var accountName = 'dev${uniqueString(context.resource.id)}'
var containerName = context.resource.properties.?containerName ?? 'data'
var host = '${name}.${namespace}.svc.cluster.local'
var endpoint = 'http://${host}:${port}/${accountName}'
// Azurite makes no container by itself: this asks it to until it has.
var createContainer = '''
const { createHmac } = require('crypto')
const http = require('http')
const [account, key] = process.env.AZURITE_ACCOUNTS.split(':')
const path = '/' + account + '/' + process.env.CONTAINER
function create() {
  const headers = { 'x-ms-date': new Date().toUTCString(), 'x-ms-version': '2021-08-06' }
  const lines = ['PUT', ...Array(11).fill(''), ...Object.entries(headers).map(pair => pair.join(':'))]
  lines.push('/' + account + path, 'restype:container')
  const signature = createHmac('sha256', Buffer.from(key, 'base64')).update(lines.join('\n')).digest('base64')
  headers.Authorization = 'SharedKey ' + account + ':' + signature
  headers['Content-Length'] = 0
  http.request({ port: 10000, method: 'PUT', path: path + '?restype=container', headers }, response => {
    if (response.statusCode !== 201 && response.statusCode !== 409) again()
    response.resume()
  }).on('error', again).end()
}
const again = () => setTimeout(create, 1000)
create()
'''
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
    account: '${accountName}:${accountKey}'
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
            name: 'azurite'
            image: image
            command: [
              'sh'
              '-c'
              'node -e "$CREATE_CONTAINER" & exec azurite-blob --blobHost 0.0.0.0 --location /data --disableProductStyleUrl --disableTelemetry --skipApiVersionCheck'
            ]
            ports: [{ name: 'blob', containerPort: port }]
            env: [
              {
                name: 'AZURITE_ACCOUNTS'
                valueFrom: { secretKeyRef: { name: credentials.metadata.name, key: 'account' } }
              }
              { name: 'CONTAINER', value: containerName }
              { name: 'CREATE_CONTAINER', value: createContainer }
            ]
            resources: { requests: { cpu: '100m', memory: memory }, limits: { memory: memoryLimit } }
            readinessProbe: { tcpSocket: { port: port }, initialDelaySeconds: 2, periodSeconds: 5 }
            livenessProbe: { tcpSocket: { port: port }, initialDelaySeconds: 20, periodSeconds: 20 }
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
    ports: [{ name: 'blob', port: port, targetPort: port }]
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
    endpoint: endpoint
    accountName: accountName
  }
  secrets: {
    accountKey: accountKey
    connectionString: 'DefaultEndpointsProtocol=http;AccountName=${accountName};AccountKey=${accountKey};BlobEndpoint=${endpoint};'
  }
}
