import Diagnostics
import Foundation
import Testing

@testable import AppModel

/// Which pictures of resource types are taken.
@Suite struct SVGIconTests {
    @Test(arguments: [
        "<svg/>",
        "<?xml version=\"1.0\"?>\n<!-- a queue -->\n<svg xmlns='http://www.w3.org/2000/svg' viewBox=\"0 0 9 9\">\n</svg>\n",
        "<svg><style>.a { fill: url(#g); }</style><use href='#a'/><text>a &amp; b &#65;</text></svg>",
        "<svg xmlns:xlink=\"x\"><image xlink:href=\"data:image/png;base64,AA==\"/></svg>",
        "<svg><style><![CDATA[ a { fill: red } ]]></style></svg>",
        "\u{FEFF}<svg></svg>", "\u{FEFF}<?xml version='1.0'?><svg></svg>",
        "<svg aria-label='Queue (new)' data-name='Layer(1)'><g transform='translate(1, 2) rotate(45)'/></svg>",
        "<svg><style>g:not(.a) { fill: rgb(1 2 3); x: calc((1px + 2px) * 3) } @media (width: 1px) and (height: 1px) {}"
            + "</style></svg>",
    ])
    func picturesOfShapesAreTaken(text: String) {
        let (icon, diagnostics) = SVGIcon.read(SourceFile(path: "icon.svg", text: text))
        #expect(lines(diagnostics) == "")
        #expect(icon?.text == text)
    }

    @Test(arguments: [
        ("", "1:1 the icon has no element 'svg'"),
        ("svg", "1:1 the icon has text outside its elements"),
        ("<html/>", "1:1 the icon has an element 'html' where one 'svg' is expected"),
        ("<svg/><svg/>", "1:7 the icon has an element 'svg' where one 'svg' is expected"),
        ("<svg><g></svg>", "1:9 the icon has '</svg>' where '</g>' is expected"),
        ("<svg><g>", "1:9 the icon ends before '</g>'"),
        ("<svg", "1:5 the icon has an element that does not end"),
        ("<svg a/>", "1:7 the icon has an attribute 'a' without a value"),
        ("<svg a=b/>", "1:8 the icon has a value without quotes"),
        ("<svg a='b/>", "1:12 the icon has a value that does not end"),
        ("<svg a='b' a='c'/>", "1:12 the icon has 'a' twice in one element"),
        ("<svg>&nbsp;</svg>", "1:6 the icon has a '&' that begins no character that XML knows"),
        ("<svg><!-- </svg>", "1:10 the icon has a comment that does not end"),
        ("<!DOCTYPE svg><svg/>", "1:1 the icon has a document type or instruction, which pictures need not"),
        (
            "<?xml-stylesheet href='http://a/b.css'?><svg/>",
            "1:1 the icon has a document type or instruction, which pictures need not"
        ),
        ("<svg/><?xml version='1.0'?>", "1:7 the icon has a document type or instruction, which pictures need not"),
        ("<svg>&#+65;</svg>", "1:6 the icon has a '&' that begins no character that XML knows"),
        ("<svg>&#x+41;</svg>", "1:6 the icon has a '&' that begins no character that XML knows"),
        ("<svg>&#0;</svg>", "1:6 the icon has a '&' that begins no character that XML knows"),
        (
            "<svg><style>a{b:u<![CDATA[rl(http://a)]]>}</style></svg>",
            "1:43 the icon has a style that may refer to something outside itself"
        ),
        (
            "<svg><style>@imp<!-- -->ort 'a';</style></svg>",
            "1:33 the icon has a style that may refer to something outside itself"
        ),
        ("<svg><style>a<g/></style></svg>", "1:14 the icon has an element 'g' inside a style"),
        (
            "<svg><style>a{b:image-set('http://a' 1x)}</style></svg>",
            "1:42 the icon has a style with 'image-set()', which is not known to be safe"
        ),
        (
            "<svg style=\"mask:-webkit-image-set('http://a' 1x)\"/>",
            "1:6 the icon has a style with '-webkit-image-set()', which is not known to be safe"
        ),
        (
            "<svg><set attributeName='mask' to='src(\"http://a\")'/></svg>",
            "1:32 the icon has a style with 'src()', which is not known to be safe"
        ),
        ("<svg xml:base='http://a'/>", "1:6 the icon takes something else for a picture with 'xml:base'"),
        (
            "<svg xmlns:h='http://www.w3.org/1999/xhtml'/>",
            "1:6 the icon takes something else for a picture with 'xmlns:h'"
        ),
        ("<svg><img srcset='http://a 1x'/></svg>", "1:6 the icon has an element 'img', which is not safe to show"),
        ("<svg><script>x</script></svg>", "1:6 the icon has an element 'script', which is not safe to show"),
        ("<svg><s:SCRIPT/></svg>", "1:6 the icon has an element 's:SCRIPT', which is not safe to show"),
        ("<svg><foreignObject/></svg>", "1:6 the icon has an element 'foreignObject', which is not safe to show"),
        ("<svg onload='x'/>", "1:6 the icon reacts to events with 'onload'"),
        ("<svg><use href='http://a/b'/></svg>", "1:11 the icon refers to something outside itself with 'href'"),
        ("<svg><use href='java&#115;cript:x'/></svg>", "1:11 the icon refers to something outside itself with 'href'"),
        (
            "<svg><image href='data:image/svg+xml,x'/></svg>",
            "1:13 the icon refers to something outside itself with 'href'"
        ),
        ("<svg fill='url(http://a)'/>", "1:6 the icon has a style that may refer to something outside itself"),
        (
            "<svg><style>@import 'a';</style></svg>",
            "1:25 the icon has a style that may refer to something outside itself"
        ),
        (
            "<svg><style>a{b:u\\72l(x)}</style></svg>",
            "1:26 the icon has a style that may refer to something outside itself"
        ),
        (
            "<svg><set attributeName='href' to='x'/></svg>",
            "1:11 the icon changes where it refers to with 'attributeName'"
        ),
    ])
    func whatIsMalformedOrNotSafeIsRefused(text: String, expected: String) throws {
        let (icon, diagnostics) = SVGIcon.read(SourceFile(path: "icon.svg", text: text))
        #expect(icon == nil)
        let diagnostic = try #require(diagnostics.first)
        let place = try #require(diagnostic.span.map { $0.file.location(at: $0.range.lowerBound) })
        #expect("\(place.line):\(place.column) \(diagnostic.message)" == expected)
        #expect(diagnostic.code == "RAD2176" && diagnostics.count == 1)
    }

    @Test func largePicturesAndOtherBytesAreRefused() {
        let large = SourceFile(path: "icon.svg", text: "<svg>" + String(repeating: " ", count: 32 * 1024) + "</svg>")
        #expect(
            SVGIcon.read(large).diagnostics.map(\.message)
                == ["the icon is 32779 bytes long, expected at most 32768"]
        )
        let bytes = SourceFile(path: "icon.svg", bytes: [0x3C, 0xFF])
        #expect(SVGIcon.read(bytes).diagnostics.map(\.message) == ["the icon is no UTF-8 text"])
    }

    @Test func anIconIsNamedByItsHash() {
        #expect(SVGIcon(text: "").hash == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    }
}
