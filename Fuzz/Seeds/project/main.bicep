// A project of several files, every kind of declaration in it.
targetScope = 'resourceGroup'
extension radius

import { size, prefix, named } from 'shared.bicep'
import * as shared from 'shared.bicep'

metadata owner = 'nobody'

@description('How many')
@minValue(1)
@maxValue(9)
param count int = 3
@secure()
param password string = newGuid()
param tags object = { a: 1, 'b-c': [1, 2, { d: null }] }
param choice ('a' | 'b')? = null
param kind size = 'small'

@export()
@sealed()
type point = { x: int, y: int?, *: string }
@discriminator('kind')
type shape = { kind: 'circle', r: int } | { kind: 'square', side: int }
type list = point[]
type pair = [string, int]

func twice(text string) string => '${text}${text}'

var numbers = [for (n, i) in range(0, count): n * i % 7 - -1]
var words = map(filter(numbers, n => n > 0 && n < 1000), (n, i) => '${prefix}-${n}-${padLeft(string(i), 3, '0')}')
var text = '''
multi ${not} a 'hole'
'''
var more = $'''hole ${count} in it'''
var members = { ...tags, '${kind}': true, nested: { deep: shared.named('x') } }
var chosen = kind == 'small' ? first(words) : contains(tags, 'a') ? tags.a : tags.?z ?? 'none'
var loaded = [loadTextContent('data.json'), loadJsonContent('data.json', '$.a'), loadYamlContent('data.json'), loadFileAsBase64('data.json')]
var dates = [dateTimeAdd('2025-01-02T03:04:05Z', 'P1DT2H'), format('{0:D3}|{1,5}', 7, 'x'), uniqueString('a', 'b'), guid('x')]
var nets = [cidrSubnet('10.0.0.0/16', 24, 1), parseCidr('10.0.0.0/8').broadcast, cidrHost('10.0.0.0/24', 4)]
var sets = union([1, 2], [2, 3], intersection([3], [3, 4])) == [1, 2, 3] || !empty(objectKeys(tags))
var reduced = reduce(range(0, 5), { a: [] }, (acc, n) => { a: concat(acc.a, [n]) })
var grouped = groupBy(['ab', 'ac', 'bd'], s => substring(s, 0, 1))

resource web 'Microsoft.Web/sites@2023-01-01' = [for i in range(0, count): if (i > 0) {
  name: 'web${i}'
  location: resourceGroup().location
  tags: members
  properties: { words: words, choice: choice, password: password }
}]

resource vnet 'Microsoft.Network/virtualNetworks@2023-04-01' existing = {
  name: 'vnet'
  resource inner 'subnets' = {
    name: 'inner'
    properties: { id: vnet.id, prefix: vnet.properties.addressSpace }
  }
}

resource app 'Applications.Core/applications@2023-10-01-preview' = {
  name: 'app'
  properties: { environment: '/planes/radius/local' }
}

module m 'module.bicep' = [for n in numbers: {
  name: 'm${n}'
  params: { n: n, ...{ s: twice('s') } }
  dependsOn: [web]
}]

#disable-next-line outputs-should-not-contain-secrets
output first string = m[0].outputs.doubled
output all array = [for (n, i) in numbers: { index: i, id: web[1].id, state: web[1].properties.state }]
output loaded array = loaded
output rest object = { chosen: chosen, dates: dates, nets: nets, sets: sets, more: more, text: text, reduced: reduced, grouped: grouped }
