using none
param kind = 'large'
