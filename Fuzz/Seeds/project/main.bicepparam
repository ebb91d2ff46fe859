using 'main.bicep'
extends 'base.bicepparam'

var n = 1 + 2
param count = n
param password = readEnvironmentVariable('NAME', 'x')
param tags = { ...loadJsonContent('data.json'), list: map(range(0, n), i => i) }
param choice = n > 2 ? 'a' : null
