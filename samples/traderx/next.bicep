// TraderX as it will be: `rad app graph app.bicep --diff next.bicep` shows what is new.
// Notifications have a service of their own, trades are only written by the processor, positions have a new version.
extension radius

@description('The environment to deploy to; rad fills it in from -e.')
param environment string

@description('The registry and folder of the images of the services.')
param images string = 'ghcr.io/finos/traderx'

@description('The version of the services.')
param tag string = 'latest'

resource traderx 'Applications.Core/applications@2023-10-01-preview' = {
  name: 'traderx'
  properties: {
    environment: environment
  }
}

// What the services need and do not want to know more about: a recipe of the environment provides it.
resource database 'Applications.Datastores/sqlDatabases@2023-10-01-preview' = {
  name: 'database'
  properties: {
    application: traderx.id
    environment: environment
  }
}

resource referenceData 'Applications.Core/containers@2023-10-01-preview' = {
  name: 'reference-data'
  properties: {
    application: traderx.id
    container: {
      image: '${images}/reference-data:${tag}'
      ports: {
        web: { containerPort: 18085 }
      }
    }
  }
}

resource tradeFeed 'Applications.Core/containers@2023-10-01-preview' = {
  name: 'trade-feed'
  properties: {
    application: traderx.id
    container: {
      image: '${images}/trade-feed:${tag}'
      ports: {
        web: { containerPort: 18086 }
      }
    }
  }
}

resource peopleService 'Applications.Core/containers@2023-10-01-preview' = {
  name: 'people-service'
  properties: {
    application: traderx.id
    container: {
      image: '${images}/people-service:${tag}'
      ports: {
        web: { containerPort: 18089 }
      }
    }
  }
}

resource accountService 'Applications.Core/containers@2023-10-01-preview' = {
  name: 'account-service'
  properties: {
    application: traderx.id
    container: {
      image: '${images}/account-service:${tag}'
      ports: {
        web: { containerPort: 18088 }
      }
      env: {
        DATABASE_TCP_HOST: { value: database.properties.server }
        DATABASE_PORT: { value: string(database.properties.port) }
        PEOPLE_SERVICE_HOST: { value: peopleService.name }
      }
    }
    connections: {
      database: { source: database.id }
      people: { source: peopleService.id }
    }
  }
}

resource positionService 'Applications.Core/containers@2023-10-01-preview' = {
  name: 'position-service'
  properties: {
    application: traderx.id
    container: {
      image: '${images}/position-service:2.0.0'
      ports: {
        web: { containerPort: 18090 }
      }
      env: {
        DATABASE_TCP_HOST: { value: database.properties.server }
        DATABASE_PORT: { value: string(database.properties.port) }
      }
    }
    connections: {
      database: { source: database.id }
    }
  }
}

resource tradeService 'Applications.Core/containers@2023-10-01-preview' = {
  name: 'trade-service'
  properties: {
    application: traderx.id
    container: {
      image: '${images}/trade-service:${tag}'
      ports: {
        web: { containerPort: 18092 }
      }
      env: {
        PEOPLE_SERVICE_HOST: { value: peopleService.name }
        ACCOUNT_SERVICE_HOST: { value: accountService.name }
        REFERENCE_DATA_HOST: { value: referenceData.name }
        TRADE_FEED_HOST: { value: tradeFeed.name }
      }
    }
    connections: {
      people: { source: peopleService.id }
      accounts: { source: accountService.id }
      referenceData: { source: referenceData.id }
      tradeFeed: { source: tradeFeed.id }
    }
  }
}

resource tradeProcessor 'Applications.Core/containers@2023-10-01-preview' = {
  name: 'trade-processor'
  properties: {
    application: traderx.id
    container: {
      image: '${images}/trade-processor:${tag}'
      ports: {
        web: { containerPort: 18091 }
      }
      env: {
        DATABASE_TCP_HOST: { value: database.properties.server }
        DATABASE_PORT: { value: string(database.properties.port) }
        TRADE_FEED_HOST: { value: tradeFeed.name }
      }
    }
    connections: {
      database: { source: database.id }
      tradeFeed: { source: tradeFeed.id }
    }
  }
}

resource notificationService 'Applications.Core/containers@2023-10-01-preview' = {
  name: 'notification-service'
  properties: {
    application: traderx.id
    container: {
      image: '${images}/notification-service:${tag}'
      ports: {
        web: { containerPort: 18094 }
      }
      env: {
        PEOPLE_SERVICE_HOST: { value: peopleService.name }
        TRADE_FEED_HOST: { value: tradeFeed.name }
      }
    }
    connections: {
      people: { source: peopleService.id }
      tradeFeed: { source: tradeFeed.id }
    }
  }
}

resource webFrontEnd 'Applications.Core/containers@2023-10-01-preview' = {
  name: 'web-front-end-angular'
  properties: {
    application: traderx.id
    container: {
      image: '${images}/web-front-end-angular:${tag}'
      ports: {
        web: { containerPort: 18093 }
      }
      env: {
        DATABASE_HOST: { value: database.properties.server }
        TRADE_FEED_HOST: { value: tradeFeed.name }
      }
    }
    connections: {
      database: { source: database.id }
      tradeFeed: { source: tradeFeed.id }
    }
  }
}

// The one way in. The path tells which service is asked; each service sees paths of its own.
resource ingress 'Applications.Core/gateways@2023-10-01-preview' = {
  name: 'ingress'
  properties: {
    application: traderx.id
    routes: [
      {
        path: '/'
        destination: 'http://${webFrontEnd.name}:18093'
      }
      {
        path: '/reference-data'
        destination: 'http://${referenceData.name}:18085'
        replacePrefix: '/'
      }
      {
        path: '/trade-feed'
        destination: 'http://${tradeFeed.name}:18086'
        replacePrefix: '/'
        enableWebsockets: true
      }
      {
        path: '/account-service'
        destination: 'http://${accountService.name}:18088'
        replacePrefix: '/'
      }
      {
        path: '/people-service'
        destination: 'http://${peopleService.name}:18089'
        replacePrefix: '/'
      }
      {
        path: '/position-service'
        destination: 'http://${positionService.name}:18090'
        replacePrefix: '/'
      }
      {
        path: '/trade-processor'
        destination: 'http://${tradeProcessor.name}:18091'
        replacePrefix: '/'
      }
      {
        path: '/notifications'
        destination: 'http://${notificationService.name}:18094'
        replacePrefix: '/'
      }
      {
        path: '/trade-service'
        destination: 'http://${tradeService.name}:18092'
        replacePrefix: '/'
      }
    ]
  }
}
