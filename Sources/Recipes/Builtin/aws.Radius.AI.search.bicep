// A search engine: Amazon OpenSearch Service, over TLS only. Its API is its own, not that of Azure AI Search.
// It knows no keys: the key is what clients send behind `Authorization: Basic`, a user and a password in Base64.
extension aws

@description('What Radius tells a recipe about the resource that it provides.')
param context object

@description('The size of the node.')
param instanceType string = 't3.small.search'

@description('The version of the engine.')
param engineVersion string = 'OpenSearch_2.19'

@description('The size of the disk, in GB.')
param storageSizeGB int = 10

@description('The name of the master user.')
param username string = 'radius'

@description('The password: at least 8 characters, with a capital, a digit and a sign. The default is made by chance once, and stays.')
@secure()
param password string = 'Aa1-${newGuid()}'

@description('The subnet of the network that it is in. Without one it would be on the internet.')
param subnetIds array

@description('The security groups that say who may connect; those of the network by default.')
param securityGroupIds array = []

@description('The name of the domain in the account, of at most 28 characters.')
param name string = '${take(toLower(context.resource.name), 14)}-${uniqueString(context.resource.id)}'

var region = context.aws.region
var partition = startsWith(region, 'cn-') ? 'aws-cn' : startsWith(region, 'us-gov-') ? 'aws-us-gov' : 'aws'

resource domain 'AWS.OpenSearchService/Domain@default' = {
  alias: name
  properties: {
    DomainName: name
    EngineVersion: engineVersion
    ClusterConfig: { InstanceType: instanceType, InstanceCount: 1 }
    EBSOptions: { EBSEnabled: true, VolumeType: 'gp3', VolumeSize: storageSizeGB }
    EncryptionAtRestOptions: { Enabled: true }
    NodeToNodeEncryptionOptions: { Enabled: true }
    DomainEndpointOptions: { EnforceHTTPS: true, TLSSecurityPolicy: 'Policy-Min-TLS-1-2-PFS-2023-10' }
    AdvancedSecurityOptions: {
      Enabled: true
      InternalUserDatabaseEnabled: true
      #disable-next-line use-secure-value-for-secure-inputs
      MasterUserOptions: { MasterUserName: username, MasterUserPassword: password }
    }
    // Whom the network lets in, the user and the password admit.
    AccessPolicies: {
      Version: '2012-10-17'
      Statement: [
        {
          Effect: 'Allow'
          Principal: { AWS: '*' }
          Action: 'es:ESHttp*'
          Resource: 'arn:${partition}:es:${region}:${context.aws.account}:domain/${name}/*'
        }
      ]
    }
    VPCOptions: union(
      { SubnetIds: take(subnetIds, 1) },
      empty(securityGroupIds) ? {} : { SecurityGroupIds: securityGroupIds }
    )
    Tags: [
      { Key: 'rad-environment', Value: context.environment.name }
      { Key: 'rad-application', Value: context.application.name }
      { Key: 'rad-resource', Value: context.resource.name }
    ]
  }
}

// What is secret stands apart from the values, in `secrets`.
#disable-diagnostics outputs-should-not-contain-secrets
output result object = {
  values: {
    endpoint: 'https://${domain.properties.DomainEndpoints.vpc}'
  }
  secrets: {
    apiKey: base64('${username}:${password}')
  }
}
