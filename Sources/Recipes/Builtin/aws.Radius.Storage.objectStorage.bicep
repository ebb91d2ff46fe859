// Objects: a bucket of Amazon S3. What was deleted can be brought back for a week.
extension aws

@description('What Radius tells a recipe about the resource that it provides.')
param context object

@description('The access key of a user that may use the bucket. Cloud Control makes none.')
param accessKeyId string

@description('The secret that belongs to the access key.')
@secure()
param secretAccessKey string

@description('The name of that user; it is then allowed to use the bucket, and nothing else of S3 because of it.')
param userName string = ''

@description('The name of the bucket, which nobody else in AWS may have.')
param name string = '${take(toLower(context.resource.name), 40)}-${uniqueString(context.resource.id)}'

var region = context.aws.region
var partition = startsWith(region, 'cn-') ? 'aws-cn' : startsWith(region, 'us-gov-') ? 'aws-us-gov' : 'aws'
var arn = 'arn:${partition}:s3:::${name}'
var endpoint = 'https://${name}.s3.${region}.amazonaws.com${partition == 'aws-cn' ? '.cn' : ''}/'
var tags = [
  { Key: 'rad-environment', Value: context.environment.name }
  { Key: 'rad-application', Value: context.application.name }
  { Key: 'rad-resource', Value: context.resource.name }
]

resource bucket 'AWS.S3/Bucket@default' = {
  alias: name
  properties: {
    BucketName: name
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }]
    }
    OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] }
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true
      BlockPublicPolicy: true
      IgnorePublicAcls: true
      RestrictPublicBuckets: true
    }
    VersioningConfiguration: { Status: 'Enabled' }
    LifecycleConfiguration: {
      Rules: [
        {
          Id: 'deleted'
          Status: 'Enabled'
          NoncurrentVersionExpiration: { NoncurrentDays: 7 }
          AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 }
        }
      ]
    }
    Tags: tags
  }
}

// Over TLS only.
resource policy 'AWS.S3/BucketPolicy@default' = {
  alias: name
  properties: {
    Bucket: name
    PolicyDocument: {
      Version: '2012-10-17'
      Statement: [
        {
          Effect: 'Deny'
          Principal: '*'
          Action: 's3:*'
          Resource: [arn, '${arn}/*']
          Condition: { Bool: { 'aws:SecureTransport': 'false' } }
        }
      ]
    }
  }
  dependsOn: [bucket]
}

resource access 'AWS.IAM/UserPolicy@default' = if (!empty(userName)) {
  alias: name
  properties: {
    PolicyName: name
    UserName: userName
    PolicyDocument: {
      Version: '2012-10-17'
      Statement: [
        { Effect: 'Allow', Action: ['s3:ListBucket', 's3:GetBucketLocation'], Resource: arn }
        { Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], Resource: '${arn}/*' }
      ]
    }
  }
  dependsOn: [bucket]
}

// What is secret stands apart from the values, in `secrets`.
#disable-diagnostics outputs-should-not-contain-secrets
output result object = {
  values: {
    endpoint: endpoint
    accountName: accessKeyId
  }
  secrets: {
    accountKey: secretAccessKey
    connectionString: 'BucketName=${name};Region=${region};AccessKeyId=${accessKeyId};SecretAccessKey=${secretAccessKey}'
  }
}
