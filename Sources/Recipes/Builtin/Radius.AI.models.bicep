// A small language model for development: llama.cpp in one pod, which speaks the API of OpenAI.
// It answers to the name of the wanted model, and is not that model: it is the small open one of `repository`,
// fetched from Hugging Face when the pod starts.
extension kubernetes with {
  kubeConfig: ''
  namespace: context.runtime.kubernetes.namespace
} as kubernetes

@description('What Radius tells a recipe about the resource that it provides.')
param context object

@description('The image of the server.')
param image string = 'ghcr.io/ggml-org/llama.cpp:server-b8840'

@description('The open model that answers: a repository of Hugging Face in the format GGUF, and its quantization.')
param repository string = 'Qwen/Qwen2.5-0.5B-Instruct-GGUF:Q4_K_M'

@description('How many tokens a conversation may have.')
param contextSize int = 4096

@description('The key that clients send. The default is made by chance once, and stays.')
@secure()
param apiKey string = newGuid()

@description('How much memory the server asks for.')
param memory string = '1Gi'

@description('How much memory the server may take. Where another amount is asked for it is that amount.')
param memoryLimit string = memory == '1Gi' ? '2Gi' : memory

var name = toLower(context.resource.name)
var namespace = context.runtime.kubernetes.namespace
var port = 8080
var model = context.resource.properties.?model ?? 'gpt-5-mini'
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
            name: 'llama'
            image: image
            ports: [{ name: 'http', containerPort: port }]
            env: [
              { name: 'LLAMA_ARG_HOST', value: '0.0.0.0' }
              { name: 'LLAMA_ARG_PORT', value: string(port) }
              { name: 'LLAMA_ARG_HF_REPO', value: repository }
              { name: 'LLAMA_ARG_ALIAS', value: model }
              { name: 'LLAMA_ARG_CTX_SIZE', value: string(contextSize) }
              { name: 'LLAMA_CACHE', value: '/models' }
              { name: 'HOME', value: '/models' }
              {
                name: 'LLAMA_API_KEY'
                valueFrom: { secretKeyRef: { name: credentials.metadata.name, key: 'apiKey' } }
              }
            ]
            resources: { requests: { cpu: '500m', memory: memory }, limits: { memory: memoryLimit } }
            // The port is closed until the model is there.
            startupProbe: { tcpSocket: { port: port }, periodSeconds: 5, failureThreshold: 240 }
            readinessProbe: { httpGet: { path: '/health', port: port }, initialDelaySeconds: 5, periodSeconds: 5 }
            livenessProbe: { tcpSocket: { port: port }, periodSeconds: 20 }
            volumeMounts: [{ name: 'models', mountPath: '/models' }]
          }
        ]
        volumes: [{ name: 'models', emptyDir: {} }]
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
    endpoint: 'http://${host}:${port}/v1'
  }
  secrets: {
    apiKey: apiKey
  }
}
