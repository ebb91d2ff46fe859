metadata owner = 'team'
targetScope = 'resourceGroup'

@export()
type tier = 'small' | 'large'
type cat = { kind: 'cat', lives: int? }
type dog = { kind: 'dog', *: string }

@discriminator('kind')
type pet = cat | dog

@description('A name.')
@minLength(1)
@maxLength(20)
param name string
param tiers tier[] = ['small']
param favourite pet?
@secure()
param key string = newGuid()
@minValue(1)
@maxValue(9)
param count int = 2
@allowed(['a', 'b'])
param choice string = 'a'

var zones = [for index in range(0, count): '${name}-${index}']
var settings = { joined: join(zones, ','), flag: empty(tiers) ? null : first(tiers), nested: { list: [1, true, 'x'] } }

func twice(text string) string => '${text}${text}'

resource plan 'Microsoft.Web/serverfarms@2023-12-01' = if (count > 1) {
  name: twice(name)
  location: resourceGroup().location
  sku: { name: 'B1' }
}

resource sites 'Microsoft.Web/sites@2023-12-01' = [for (zone, index) in zones: {
  name: zone
  location: resourceGroup().location
  properties: { serverFarmId: plan.id, order: index, key: key, pet: favourite.?kind }
  dependsOn: [plan]
}]

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' existing = {
  name: 'vault'
  scope: resourceGroup('other')
}

output ids array = [for index in range(0, count): sites[index].id]
output settings object = settings
output uri string = vault.properties.vaultUri
