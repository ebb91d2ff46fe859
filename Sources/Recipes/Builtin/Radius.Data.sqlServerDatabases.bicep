// A Microsoft SQL Server for development: one pod, nothing kept when the pod goes.
extension kubernetes with {
  kubeConfig: ''
  namespace: context.runtime.kubernetes.namespace
} as kubernetes

@description('What Radius tells a recipe about the resource that it provides.')
param context object

@description('The image of the server.')
param image string = 'mcr.microsoft.com/mssql/server:2022-CU14-ubuntu-22.04'

@description('How much memory the server asks for.')
param memory string = '2Gi'

@description('How much memory the server may take. Where another amount is asked for it is that amount.')
param memoryLimit string = memory == '2Gi' ? '3Gi' : memory

var name = toLower(context.resource.name)
var namespace = context.runtime.kubernetes.namespace
var port = 1433
var username = context.resource.properties.username
var password = context.resource.properties.password
var database = context.resource.properties.database
var host = '${name}.${namespace}.svc.cluster.local'
// What the server does not make of its variables: the database, and a user who owns it.
var login = '[${replace(username, ']', ']]')}]'
var loginText = 'N\'${replace(username, '\'', '\'\'')}\''
var store = '[${replace(database, ']', ']]')}]'
var storeText = 'N\'${replace(database, '\'', '\'\'')}\''
var loginScript = toLower(username) == 'sa'
  ? ''
  : join(
      [
        'IF SUSER_ID(${loginText}) IS NULL CREATE LOGIN ${login} WITH PASSWORD = N\'${replace(password, '\'', '\'\'')}\';'
        'GO'
        'USE ${store};'
        'GO'
        'IF USER_ID(${loginText}) IS NULL CREATE USER ${login} FOR LOGIN ${login};'
        'ALTER ROLE db_owner ADD MEMBER ${login};'
        'GO'
      ],
      '\n'
    )
var script = 'IF DB_ID(${storeText}) IS NULL CREATE DATABASE ${store};\nGO\n${loginScript}\n'
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
    'init.sql': script
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
        securityContext: { runAsNonRoot: true, runAsUser: 10001, runAsGroup: 10001, fsGroup: 10001 }
        containers: [
          {
            name: 'sql'
            image: image
            // The script runs until it has succeeded once; sa has the same password.
            command: [
              '/bin/bash'
              '-c'
              'until /opt/mssql-tools18/bin/sqlcmd -C -S localhost -U sa -b -x -i /init/init.sql; do sleep 2; done & exec /opt/mssql/bin/sqlservr'
            ]
            ports: [{ name: 'sql', containerPort: port }]
            env: [
              { name: 'ACCEPT_EULA', value: 'Y' }
              {
                name: 'MSSQL_SA_PASSWORD'
                valueFrom: { secretKeyRef: { name: credentials.metadata.name, key: 'PASSWORD' } }
              }
              {
                name: 'SQLCMDPASSWORD'
                valueFrom: { secretKeyRef: { name: credentials.metadata.name, key: 'PASSWORD' } }
              }
              { name: 'MSSQL_PID', value: 'Developer' }
            ]
            resources: { requests: { cpu: '250m', memory: memory }, limits: { memory: memoryLimit } }
            startupProbe: { tcpSocket: { port: port }, periodSeconds: 5, failureThreshold: 60 }
            readinessProbe: { tcpSocket: { port: port }, initialDelaySeconds: 10, periodSeconds: 5 }
            livenessProbe: { tcpSocket: { port: port }, periodSeconds: 20 }
            volumeMounts: [
              { name: 'init', mountPath: '/init', readOnly: true }
              { name: 'data', mountPath: '/var/opt/mssql' }
            ]
          }
        ]
        volumes: [
          {
            name: 'init'
            secret: { secretName: credentials.metadata.name, items: [{ key: 'init.sql', path: 'init.sql' }] }
          }
          { name: 'data', emptyDir: {} }
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
    ports: [{ name: 'sql', port: port, targetPort: port }]
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
  }
  secrets: {
    password: password
    connectionString: 'Server=tcp:${host},${port};Database=${database};User Id=${username};Password=${password};Encrypt=True;TrustServerCertificate=True'
  }
}
