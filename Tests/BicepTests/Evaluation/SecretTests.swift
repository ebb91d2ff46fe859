import Documents
import Testing

@testable import Bicep

@Suite struct SecretTests {
    @Test func whateverIsMadeOfASecretIsSecret() {
        let result = checkEvaluation(
            """
            @secure()
            param password string
            @secure()
            param settings object
            var url = 'amqp://user:${password}@host'
            output plain string = 'x'
            output url string = url
            output encoded string = base64(password)
            output object object = { user: 'u', password: password }
            output text string = string({ password: password })
            output member string = settings.key
            output element string = settings.list[0]
            output joined string = join(['a', password], ',')
            output isLong bool = length(password) > 8
            output chosen string = empty(password) ? 'none' : 'some'
            output parts array = [for part in split(password, 't'): '<${part}>']
            output mapped array = map(['a'], x => '${x}${password}')
            output union object = union({ a: 1 }, settings)
            output keyed object = { '${password}': 1 }
            output same bool = password == 'hunter2'
            output coalesced string = settings.?none ?? 'x'
            output there string = { key: password } != null ? 'yes' : 'no'
            output named array = map(items({ a: password } != null ? { a: password } : {}), i => i.key)
            output secretThere bool = password != null
            """,
            parameters: ["password": "hunter2", "settings": ["key": "k", "list": ["l"]]],
            """
            plain = "x"
            url = "<redacted>"
            encoded = "<redacted>"
            object = {"user":"u","password":"<redacted>"}
            text = "<redacted>"
            member = "<redacted>"
            element = "<redacted>"
            joined = "<redacted>"
            isLong = "<redacted>"
            chosen = "<redacted>"
            parts = ["<redacted>","<redacted>"]
            mapped = ["<redacted>"]
            union = "<redacted>"
            keyed = "<redacted>"
            same = "<redacted>"
            coalesced = "<redacted>"
            there = "yes"
            named = ["a"]
            secretThere = "<redacted>"
            """
        )
        let url = result.outputs.first { $0.key == "url" }?.value
        #expect(url?.revealed == "amqp://user:hunter2@host")
        #expect(result.parameters.filter { !$0.value.isSecret }.isEmpty)
    }

    @Test func aSecureOutputIsSecretAlsoThroughAModule() {
        checkEvaluation(
            """
            module m 'm.bicep' = { name: 'm', params: { key: 'k' } }
            output a string = '${m.outputs.a}!'
            @secure()
            output b string = 'b'
            """,
            with: ["m.bicep": "@secure()\nparam key string\noutput a string = key"],
            """
            a = "<redacted>"
            b = "<redacted>"
            """
        )
    }

    @Test func aSecretThatIsNotKnownYetIsSecretWhenItIs() {
        let result = evaluate(
            """
            resource cache 'Microsoft.Cache/redis@2024-03-01' = { name: 'cache' }
            output url string = 'redis://:${cache.listKeys().primaryKey}@${cache.properties.hostName}'
            """
        )
        var runtime = RuntimeValues()
        #expect(result.outputValues.last?.isSecret == true)
        runtime["cache"] = ["properties": ["hostName": "h"], "listKeys": ["primaryKey": "p"]]
        #expect(result.outputValues.last?.resolved(with: runtime) == .secret("redis://:p@h"))
    }

    @Test func aSecretDecidesWithoutBeingShown() {
        checkEvaluation(
            """
            @secure()
            param password string
            resource a 'Microsoft.Web/sites@2023-01-01' = if (!empty(password)) { name: 'a' }
            resource b 'Microsoft.Web/sites@2023-01-01' = if (empty(password)) { name: 'b' }
            """,
            parameters: ["password": "x"],
            #"a Microsoft.Web/sites@2023-01-01 "a" {"name":"a"}"#
        )
    }
}
