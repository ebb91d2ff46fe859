@testable import Bicep
import Testing

@Suite struct ConversionFunctionTests {
    @Test(arguments: [
        ("int('10')", "10"), ("int(' -5 ')", "-5"), ("int(7)", "7"), ("bool('TRUE')", "true"), ("bool(0)", "false"),
        ("bool('false')", "false"), ("string(1)", #""1""#), ("string(true)", #""True""#), ("string('a')", #""a""#),
        (#"string({ a: 'b"\'', c: [1, null, true] })"#, #""{\"a\":\"b\\\"'\",\"c\":[1,null,true]}""#),
        ("string([])", #""[]""#), ("array('a')", #"["a"]"#), ("array([1])", "[1]"), ("array({ a: 1 })", #"[{"a":1}]"#),
        (#"json('{"a": [1, 2.5, null, true, "x\\u00e4"]}')"#, #"{"a":[1,2.5,null,true,"xä"]}"#),
        (#"json('{\'a\': 1, b: 2, /* c */ }')"#, #"{"a":1,"b":2}"#), ("json('null')", "null"),
        ("json('\"a\"')", #""a""#),
        ("json('1e2')", "100"), ("any({ a: 1 }).a", "1"), ("nameof(resourceGroup().location)", #""location""#),
    ])
    func aConversionGivesWhatARMGives(expression: String, expected: String) {
        checkValue(expression, expected)
    }

    @Test(arguments: [
        ("base64(' Fizz ')", #""IEZpenog""#), ("base64ToString('IEZpenog')", #"" Fizz ""#), ("base64('')", #""""#),
        ("base64('a')", #""YQ==""#), ("base64('ab')", #""YWI=""#), ("base64ToString('YWI=')", #""ab""#),
        ("base64ToString(base64('ä€😀'))", #""ä€😀""#), (#"base64ToJson(base64('{"a":1}')).a"#, "1"),
        ("dataUri(' Fizz ')", #""data:text/plain;charset=utf-8;base64,IEZpenog""#),
        ("dataUriToString('data:text/plain;charset=utf-8;base64,IEZpenog')", #"" Fizz ""#),
        ("dataUriToString('data:,a%20b')", #""a b""#),
        ("uriComponent(' Fizz ä/')", #""%20Fizz%20%C3%A4%2F""#), ("uriComponent('a-b_c.d~e')", #""a-b_c.d~e""#),
        ("uriComponentToString('%20Fizz%20%C3%A4%2f%zz')", #"" Fizz ä/%zz""#),
    ])
    func anEncodingIsReversible(expression: String, expected: String) {
        checkValue(expression, expected)
    }

    @Test(arguments: [
        ("uri('https://github.com/another/repo', '/Azure/bicep')", #""https://github.com/Azure/bicep""#),
        ("uri('http://contoso.org/firstpath', 'myscript.sh')", #""http://contoso.org/myscript.sh""#),
        ("uri('http://contoso.org/firstpath/', 'myscript.sh')", #""http://contoso.org/firstpath/myscript.sh""#),
        ("uri('http://contoso.org/a/b/', '../c')", #""http://contoso.org/a/c""#),
        ("uri('http://contoso.org', 'x')", #""http://contoso.org/x""#),
        ("uri('HTTP://Contoso.org:80/a', 'x?q=1')", #""http://contoso.org/x?q=1""#),
        ("uri('http://contoso.org', 'https://other.org/y')", #""https://other.org/y""#),
        (
            "parseUri('https://Host.org:8080/p/q?a=1')",
            #"{"scheme":"https","host":"host.org","port":8080,"path":"/p/q","query":"?a=1"}"#
        ),
        ("parseUri('https://host.org').port", "443"),
        (
            "buildUri({ scheme: 'https', host: 'h.org', port: 8443, path: 'p', query: 'a=1' })",
            #""https://h.org:8443/p?a=1""#
        ),
    ])
    func aURIIsResolvedAsTheStandardSays(expression: String, expected: String) {
        checkValue(expression, expected)
    }

    @Test(arguments: [
        (
            "parseCidr('10.144.0.0/20')",
            #"{"network":"10.144.0.0","netmask":"255.255.240.0","broadcast":"10.144.15.255","firstUsable":"10.144.0.1","lastUsable":"10.144.15.254","cidr":20}"#
        ),
        (
            "parseCidr('fdad:3236:5555::/48')",
            #"{"network":"fdad:3236:5555::","netmask":"ffff:ffff:ffff::","firstUsable":"fdad:3236:5555::","lastUsable":"fdad:3236:5555:ffff:ffff:ffff:ffff:ffff","cidr":48}"#
        ),
        ("cidrSubnet('10.144.0.0/20', 24, 0)", #""10.144.0.0/24""#),
        ("cidrSubnet('10.0.0.5/16', 24, 255)", #""10.0.255.0/24""#),
        ("cidrSubnet('fdad:3236:5555::/48', 52, 3)", #""fdad:3236:5555:3000::/52""#),
        ("cidrSubnet('::/0', 128, 5)", #""::5/128""#),
        ("cidrSubnet('0.0.0.0/0', 32, 4294967295)", #""255.255.255.255/32""#),
        ("cidrHost('10.144.3.0/24', 0)", #""10.144.3.1""#), ("cidrHost('10.144.3.0/24', 253)", #""10.144.3.254""#),
        ("cidrHost('fdad:3236:5555:3000::/52', 1)", #""fdad:3236:5555:3000::2""#),
        ("cidrHost('10.0.0.1/32', 0)", #""10.0.0.1""#), ("parseCidr('1::2:0:0:0/64').network", #""1::""#),
    ])
    func aRangeOfAddressesIsDividedEvenly(expression: String, expected: String) {
        checkValue(expression, expected)
    }

    @Test(arguments: [
        ("dateTimeAdd('2023-01-01 00:00:00Z', 'P1Y')", #""2024-01-01T00:00:00Z""#),
        ("dateTimeAdd('2024-01-01 00:00:00Z', 'P1Y')", #""2024-12-31T00:00:00Z""#),
        ("dateTimeAdd('2023-02-01 00:00:00Z', 'P1M')", #""2023-03-03T00:00:00Z""#),
        ("dateTimeAdd('2020-04-07 14:53:14Z', '-P9D')", #""2020-03-29T14:53:14Z""#),
        ("dateTimeAdd('20200407T145314Z', 'PT1H30M0.5S', 'yyyy-MM-dd HH:mm:ss.ff')", #""2020-04-07 16:23:14.50""#),
        ("dateTimeAdd('2020-04-07T14:53:14+02:00', 'PT0S')", #""2020-04-07T12:53:14Z""#),
        ("dateTimeAdd('2024-02-28', 'P1W', 'D')", #""Wednesday, 06 March 2024""#),
        ("dateTimeFromEpoch(1683040573)", #""2023-05-02T15:16:13Z""#),
        ("dateTimeFromEpoch(-1)", #""1969-12-31T23:59:59Z""#),
        ("dateTimeToEpoch('2023-05-02T15:16:13Z')", "1683040573"),
        ("dateTimeToEpoch('1600-02-29T00:00:00Z')", "-11670998400"),
        ("dateTimeAdd('2009-06-15T13:45:30Z', 'PT0S', 'r')", #""Mon, 15 Jun 2009 13:45:30 GMT""#),
        ("dateTimeAdd('2009-06-15T13:45:30Z', 'PT0S', 'u')", #""2009-06-15 13:45:30Z""#),
        ("dateTimeAdd('2009-06-05T03:05:00Z', 'PT0S', 'd/M/yy h:mm tt')", #""5/6/09 3:05 AM""#),
        ("dateTimeAdd('2009-06-15T13:45:30Z', 'PT0S', 'o')", #""2009-06-15T13:45:30.0000000Z""#),
        ("dateTimeAdd('2009-06-15T13:45:30Z', 'PT0S', '\\'at\\' H')", #""at 13""#),
    ])
    func aDateIsCountedAndFormattedAsInDotNET(expression: String, expected: String) {
        checkValue(expression, expected)
    }

    @Test(arguments: [
        ("uniqueString('snap', 'crackle', 'pop')", #""byghxckddilkc""#), ("uniqueString('')", #""aaaaaaaaaaaaa""#),
        (
            "uniqueString('/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/myRg')",
            #""js26ofeqkqeve""#
        ),
        ("guid('foo', 'bar', 'baz')", #""2ed86837-7c7c-5eaa-9864-dd077fd19b0d""#),
    ])
    func aHashIsThatOfARM(expression: String, expected: String) {
        checkValue(expression, expected)
    }

    @Test func theParametersOfAConversionAreChecked() {
        checkFault("int('ten')", "RAD2822", "'int' failed: 'ten' is no int")
        checkFault("int('99999999999999999999')", "RAD2822", "'int' failed")
        checkFault("bool('maybe')", "RAD2822", "'bool' failed: 'maybe' is no bool")
        checkFault("json('{\"a\":')", "RAD2822", "'json' failed: the text is no JSON: the text ends")
        checkFault("json('[1 2]')", "RAD2822", "'json' failed: the text is no JSON: a comma or ']' was expected")
        checkFault("base64ToString('???')", "RAD2822", "'base64ToString' failed: the text is not base 64")
        checkFault("uri('nowhere', 'x')", "RAD2822", "'uri' failed: 'nowhere' is no absolute URI")
        checkFault("cidrSubnet('10.0.0.0/16', 8, 0)", "RAD2822", "'cidrSubnet' failed: a subnet of 10.0.0.0/16 cannot")
        checkFault("cidrSubnet('10.0.0.0/16', 24, 256)", "RAD2822", "'cidrSubnet' failed: 10.0.0.0/16 has no subnet")
        checkFault("cidrHost('10.0.0.0/33', 0)", "RAD2822", "'cidrHost' failed: '10.0.0.0/33' is no range")
        checkFault("cidrHost('10.0.0.0/31', 9)", "RAD2822", "'cidrHost' failed: 10.0.0.0/31 has no host 9")
        checkFault(
            "dateTimeAdd('yesterday', 'P1D')",
            "RAD2822",
            "'dateTimeAdd' failed: 'yesterday' is no date and time"
        )
        checkFault("dateTimeAdd('2024-02-30', 'P1D')", "RAD2822", "'dateTimeAdd' failed: '2024-02-30' is no date")
        checkFault(
            "dateTimeAdd('2024-02-03', '1 day')",
            "RAD2822",
            "'dateTimeAdd' failed: the duration is not ISO 8601"
        )
        checkFault("dateTimeAdd('9999-12-31', 'P1D')", "RAD2822", "'dateTimeAdd' failed: the result is outside")
        checkFault("dateTimeFromEpoch(9223372036854775807)", "RAD2822", "'dateTimeFromEpoch' failed: the result is")
        checkFault("fail('nope')", "RAD2823", "the file says: nope")
    }
}
