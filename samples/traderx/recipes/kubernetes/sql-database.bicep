// Provides TraderX's database on Kubernetes: PostgreSQL with TraderX's tables and sample data in its image.
extension kubernetes with {
  kubeConfig: ''
  namespace: context.runtime.kubernetes.namespace
} as kubernetes

@description('What Radius tells a recipe about the resource that it provides.')
param context object

@description('The image of the database; it holds the tables and sample data.')
param image string = 'ghcr.io/finos/traderx/database:latest'

@description('The name of the database.')
param database string = 'traderx'

@description('The user that owns the database.')
param username string = 'sa'

// TraderX's public demonstration images have these credentials built in, so they guard nothing.
@description('The password of the user.')
@secure()
#disable-next-line secure-parameter-default
param password string = 'sa'

var name = toLower(context.resource.name)
var namespace = context.runtime.kubernetes.namespace
var port = 5432

var selector = {
  'radapp.io/application': context.application.name
  'radapp.io/resource': context.resource.name
}
var labels = union(selector, {
  'radapp.io/environment': context.environment.name
  'radapp.io/resource-type': replace(context.resource.type, '/', '-')
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

resource server 'apps/Deployment@v1' = {
  metadata: {
    name: name
    namespace: namespace
    labels: labels
  }
  spec: {
    replicas: 1
    strategy: {
      type: 'Recreate'
    }
    selector: {
      matchLabels: selector
    }
    template: {
      metadata: {
        labels: labels
      }
      spec: {
        enableServiceLinks: false
        containers: [
          {
            name: 'postgres'
            image: image
            ports: [
              {
                name: 'postgres'
                containerPort: port
              }
            ]
            env: [
              {
                name: 'POSTGRES_DB'
                value: database
              }
              {
                name: 'POSTGRES_USER'
                valueFrom: {
                  secretKeyRef: {
                    name: credentials.metadata.name
                    key: 'username'
                  }
                }
              }
              {
                name: 'POSTGRES_PASSWORD'
                valueFrom: {
                  secretKeyRef: {
                    name: credentials.metadata.name
                    key: 'password'
                  }
                }
              }
            ]
            readinessProbe: {
              tcpSocket: {
                port: port
              }
              initialDelaySeconds: 5
              periodSeconds: 5
            }
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
    ports: [
      {
        name: 'postgres'
        port: port
        targetPort: port
      }
    ]
  }
}

output result object = {
  resources: [
    '/planes/kubernetes/local/namespaces/${namespace}/providers/core/Secret/${credentials.metadata.name}'
    '/planes/kubernetes/local/namespaces/${namespace}/providers/apps/Deployment/${server.metadata.name}'
    '/planes/kubernetes/local/namespaces/${namespace}/providers/core/Service/${service.metadata.name}'
  ]
  values: {
    server: '${name}.${namespace}.svc.cluster.local'
    port: port
    database: database
    username: username
  }
  secrets: {
    #disable-next-line outputs-should-not-contain-secrets
    password: password
  }
}
