// A secret store of Dapr: a secret of AWS Secrets Manager with a value for each name, for containers on Kubernetes.
extension aws
extension kubernetes with {
  kubeConfig: ''
  namespace: context.runtime.?kubernetes.?namespace ?? ''
} as kubernetes

@description('What Radius tells a recipe about the resource that it provides.')
param context object

@description('The values that the store begins with, by their names.')
@secure()
param values object = {}

@description('The name of the role that containers read secrets with. Without one nobody is allowed to.')
param roleName string = ''

@description('The name of the secret in the account.')
param name string = '${take(toLower(context.resource.name), 40)}-${uniqueString(context.resource.id)}'

var component = toLower(context.resource.name)
var namespace = context.runtime.?kubernetes.?namespace ?? fail('a component of Dapr is an object of Kubernetes, and the containers of this environment do not run there')
var account = context.aws.account
var region = context.aws.region
var partition = startsWith(region, 'cn-') ? 'aws-cn' : startsWith(region, 'us-gov-') ? 'aws-us-gov' : 'aws'
var type = 'secretstores.aws.secretmanager'
var version = 'v1'
var labels = {
  'radapp.io/resource': context.resource.name
  'radapp.io/resource-type': replace(context.resource.type, '/', '-')
  'radapp.io/application': context.application.name
  'radapp.io/environment': context.environment.name
  'app.kubernetes.io/name': component
}
var tags = [
  { Key: 'rad-environment', Value: context.environment.name }
  { Key: 'rad-application', Value: context.application.name }
  { Key: 'rad-resource', Value: context.resource.name }
]

resource secret 'AWS.SecretsManager/Secret@default' = {
  alias: name
  properties: {
    Name: name
    Description: 'The secret store ${context.resource.name}'
    #disable-next-line use-secure-value-for-secure-inputs
    SecretString: string(values)
    Tags: tags
  }
}

resource reader 'AWS.IAM/RolePolicy@default' = if (!empty(roleName)) {
  alias: name
  properties: {
    PolicyName: name
    RoleName: roleName
    PolicyDocument: {
      Version: '2012-10-17'
      Statement: [
        {
          Effect: 'Allow'
          Action: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret']
          // Secrets Manager adds six letters of its own to the name.
          Resource: 'arn:${partition}:secretsmanager:${region}:${account}:secret:${name}-??????'
        }
      ]
    }
  }
}

resource store 'dapr.io/Component@v1alpha1' = {
  metadata: {
    name: component
    namespace: namespace
    labels: labels
  }
  spec: {
    type: type
    version: version
    metadata: [
      { name: 'region', value: region }
      // A secret of one name has a value for each of its keys.
      { name: 'multipleKeyValuesPerSecret', value: 'true' }
    ]
  }
  dependsOn: [secret, reader]
}

output result object = {
  resources: [
    '/planes/kubernetes/local/namespaces/${namespace}/providers/dapr.io/Component/${component}'
  ]
  values: {
    type: type
    version: version
    componentName: component
  }
}
