param n int
param s string = 'default'
resource r 'Microsoft.Storage/storageAccounts@2023-01-01' = { name: 'r${n}', location: 'x', kind: s }
output doubled string = '${r.id}${n * 2}'
output keys array = [r.listKeys().keys[0].value]
