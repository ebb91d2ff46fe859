import Testing

@testable import Bicep

@Suite struct DeclarationFormattingTests {
    @Test(arguments: [
        ("targetScope='tenant'", "targetScope = 'tenant'"),
        ("metadata  m={a:1}", "metadata m = { a: 1 }"),
        ("param  p  string", "param p string"),
        ("param p string='a'", "param p string = 'a'"),
        ("param p resource  'a@b'", "param p resource 'a@b'"),
        ("var  v=1", "var v = 1"),
        ("var v  int=1", "var v int = 1"),
        ("type t=string", "type t = string"),
        ("output o  int=1", "output o int = 1"),
        ("assert  a=true", "assert a = true"),
        ("func f ( a  int,b string ) int=>a", "func f(a int, b string) int => a"),
        ("import  *  as  n  from  'n.bicep'", "import * as n from 'n.bicep'"),
        ("import {a,b  as c} from 'n.bicep'", "import { a, b as c } from 'n.bicep'"),
        ("extension  az", "extension az"),
        ("extension az  with{a:1}", "extension az with { a: 1 }"),
        ("extension az with {a:1} as  b", "extension az with { a: 1 } as b"),
        ("test  t 'a.bicep'={}", "test t 'a.bicep' = {}"),
        ("module  m 'm.bicep'={ }", "module m 'm.bicep' = {}"),
        ("resource  r 'a@b'  existing={name:'a'}", "resource r 'a@b' existing = { name: 'a' }"),
        ("resource r 'a@b'=if(a){ }", "resource r 'a@b' = if (a) {}"),
        ("resource r 'a@b' =\n\n  if (a) {}", "resource r 'a@b' = if (a) {}"),
    ])
    func oneSpaceStandsBetweenTheParts(text: String, expected: String) {
        checkFormat(text, expected + "\n")
    }

    /// As the compiler's formatter has it: the place of the absent `with` is kept.
    @Test func anExtensionWithANameAloneHasTwoSpaces() {
        checkFormat("extension az as b\n", "extension az  as b\n")
    }

    @Test func parameterFilesAreFormattedToo() {
        checkFormat(
            "using  'main.bicep'\nextends 'base.bicepparam'\nparam  p=[1,2]\nextensionConfig  k with{a:1}",
            """
            using 'main.bicep'
            extends 'base.bicepparam'
            param p = [1, 2]
            extensionConfig k with { a: 1 }

            """,
            as: .parameters
        )
        checkFormat("using  none", "using none\n", as: .parameters)
    }

    @Test func decoratorsStandOnLinesOfTheirOwn() {
        checkFormat(
            """
            @secure( )

            @sys.description ('x')
               \("")
            param p string
            resource r 'a@b' = {
              @batchSize(1)

              resource c 'd' = [for i in x:{
                name: i }]
            }
            """,
            """
            @secure()
            @sys.description('x')
            param p string
            resource r 'a@b' = {
              @batchSize(1)
              resource c 'd' = [
                for i in x: {
                  name: i
                }
              ]
            }

            """
        )
    }

    @Test func severalEmptyLinesBecomeOne() {
        checkFormat(
            "\n\n  \nvar a = 1\n\n\n\nvar b = 2\n  \n \n  \nvar c = {\n\n  d: 1\n \n\n\n  e: 2\n\n}\n\n",
            "var a = 1\n\nvar b = 2\n\nvar c = {\n  d: 1\n\n  e: 2\n}\n"
        )
    }

    @Test func anEmptyFileHasOneLineEnd() {
        checkFormat("", "\n")
        checkFormat("  \n\n", "\n")
    }

    @Test func whatHasMistakesStaysAsItIsWritten() {
        checkFormat(
            """
            var   good=1
            var   bad  =  {
                 a:  +
              }   // why
            what   is  this
            @secure( )
            """,
            """
            var good = 1
            var   bad  =  {
                 a:  +
              }   // why
            what   is  this
            @secure()

            """
        )
    }
}
