import Testing

@testable import Bicep

@Suite struct ExpressionSyntaxTests {
    @Test func operatorsBindByTheirPrecedence() {
        checkExpression(
            "a + b * c",
            "(binary (variableAccess a) + (binary (variableAccess b) * (variableAccess c)))"
        )
        checkExpression(
            "a - b - c",
            "(binary (binary (variableAccess a) - (variableAccess b)) - (variableAccess c))"
        )
        checkExpression(
            "a ?? b || c && d == e < f",
            "(binary (variableAccess a) ?? (binary (variableAccess b) || (binary (variableAccess c) && "
                + "(binary (variableAccess d) == (binary (variableAccess e) < (variableAccess f))))))"
        )
        checkExpression("!a.b", "(unary ! (propertyAccess (variableAccess a) . ~ b))")
        checkExpression("-1 % 2", "(binary (unary - (integerLiteral 1)) % (integerLiteral 2))")
        checkExpression("a =~ b", "(binary (variableAccess a) =~ (variableAccess b))")
        checkExpression("a !~ b", "(binary (variableAccess a) !~ (variableAccess b))")
    }

    @Test func ternariesMayBreakBeforeTheirSigns() {
        checkExpression(
            "a\n  ? b\n  : c",
            "(ternary (variableAccess a) (newLines) ? (variableAccess b) (newLines) : (variableAccess c))"
        )
        checkExpression(
            "a ? b : c ? d : e",
            "(ternary (variableAccess a) ~ ? (variableAccess b) ~ : "
                + "(ternary (variableAccess c) ~ ? (variableAccess d) ~ : (variableAccess e)))"
        )
    }

    @Test func membersChain() {
        checkExpression(
            "a.b[0]!.c",
            "(propertyAccess (nonNull (indexAccess (propertyAccess (variableAccess a) . ~ b) "
                + "[ ~ ~ (integerLiteral 0) ]) !) . ~ c)"
        )
        checkExpression("a.?b", "(propertyAccess (variableAccess a) . ? b)")
        checkExpression("a[?b]", "(indexAccess (variableAccess a) [ ? ~ (variableAccess b) ])")
        checkExpression("a[^1]", "(indexAccess (variableAccess a) [ ~ ^ (integerLiteral 1) ])")
        checkExpression("a[?^1]", "(indexAccess (variableAccess a) [ ? ^ (integerLiteral 1) ])")
        checkExpression("a::b.c", "(propertyAccess (resourceAccess (variableAccess a) :: b) . ~ c)")
        checkExpression("a.b()", "(methodCall (variableAccess a) . b ( ))")
    }

    @Test func argumentsMayStandOnLinesOfTheirOwn() {
        checkExpression("f(\n  a,\n  b\n)", "(functionCall f ( (variableAccess a) , (variableAccess b) ))")
    }

    @Test func lambdasHaveAnyNumberOfVariables() {
        checkExpression("f(x => x)", "(functionCall f ( (lambda (localVariable x) => ~ (variableAccess x)) ))")
        checkExpression(
            "f((x, y) => x)",
            "(functionCall f ( (lambda (variableBlock ( (localVariable x) , (localVariable y) )) => ~ "
                + "(variableAccess x)) ))"
        )
        checkExpression("f(() => 1)", "(functionCall f ( (lambda (variableBlock ( )) => ~ (integerLiteral 1)) ))")
    }

    @Test func stringsNestInTheirHoles() {
        checkExpression(
            "'${p == 443 ? 'wss' : 'ws'}://'",
            "(string '${ (ternary (binary (variableAccess p) == (integerLiteral 443)) ~ ? (string 'wss') ~ : "
                + "(string 'ws')) }://')"
        )
        checkExpression("'a${x['b']}c'", "(string 'a${ (indexAccess (variableAccess x) [ ~ ~ (string 'b') ]) }c')")
        checkExpression("'''a ${b}'''", "(string '''a ${b}''')")
        checkExpression("$'''a ${b}'''", "(string $'''a ${ (variableAccess b) }''')")
        checkExpression("$$'''a ${b} $${c}'''", "(string $$'''a ${b} $${ (variableAccess c) }''')")
    }

    @Test func arraysAndObjectsAreSeparatedByLinesOrCommas() {
        checkExpression("[1, 2]", "(array [ (integerLiteral 1) , (integerLiteral 2) ])")
        checkExpression("[\n  1\n\n  2\n]", "(array [ (integerLiteral 1) (integerLiteral 2) ])")
        checkExpression(
            "{ a: 1, 'b': 2, '${c}': 3 }",
            "(object { (objectProperty a : (integerLiteral 1)) , (objectProperty (string 'b') : (integerLiteral 2)) , "
                + "(objectProperty (string '${ (variableAccess c) }') : (integerLiteral 3)) })"
        )
        checkExpression("{\n  ...a\n}", "(object { (spread ... (variableAccess a)) })")
        checkExpression("[...a]", "(array [ (spread ... (variableAccess a)) ])")
    }

    @Test func loopsHaveAnItemAndPerhapsAnIndex() {
        checkExpression(
            "[for a in b: a]",
            "(loop [ ~ for (localVariable a) in (variableAccess b) : (variableAccess a) ~ ])"
        )
        checkExpression(
            "[for (a, i) in b: {}]",
            "(loop [ ~ for (variableBlock ( (localVariable a) , (localVariable i) )) in (variableAccess b) : "
                + "(object { }) ~ ])"
        )
    }
}
