@export()
type size = 'small' | 'large'
@export()
var prefix = 'p'
@export()
func named(name string) string => '${prefix}/${toUpper(name)}'
