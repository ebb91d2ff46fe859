import Testing

@testable import Bicep

@Suite struct DeclarationSyntaxTests {
    @Test func parametersAndVariables() {
        checkParse("param a string", "(program (parameter ~ param a (typeName string) ~))")
        checkParse(
            "@secure()\n@minLength(3)\nparam a string = 'x'\n",
            "(program (parameter (decorators (decorator @ (functionCall secure ( ))) "
                + "(decorator @ (functionCall minLength ( (integerLiteral 3) )))) param a (typeName string) "
                + "(parameterDefault = (string 'x'))))"
        )
        checkParse("var a int = 1", "(program (variable ~ var a (typeName int) = (integerLiteral 1)))")
        checkParse("output a string = b", "(program (output ~ output a (typeName string) = (variableAccess b)))")
        checkParse("metadata a = 'b'", "(program (metadata ~ metadata a = (string 'b')))")
        checkParse("targetScope = 'tenant'", "(program (targetScope ~ targetScope = (string 'tenant')))")
        checkParse("assert a = true", "(program (assert ~ assert a = (booleanLiteral true)))")
    }

    @Test func resourcesAndModules() {
        checkParse(
            "resource a 'T/t@1' existing = {\n  name: 'x'\n}",
            "(program (resource ~ resource a (string 'T/t@1') existing = ~ "
                + "(object { (objectProperty name : (string 'x')) })))"
        )
        checkParse(
            "resource a 'T/t@1' = if (b) {}",
            "(program (resource ~ resource a (string 'T/t@1') ~ = ~ "
                + "(condition if (parenthesized ( (variableAccess b) )) (object { }))))"
        )
        checkParse(
            "module a 'b.bicep' = [for c in d: if (c) {}]",
            "(program (module ~ module a (string 'b.bicep') = ~ (loop [ ~ for (localVariable c) in (variableAccess d) : "
                + "(condition if (parenthesized ( (variableAccess c) )) (object { })) ~ ])))"
        )
        checkParse(
            "resource a 'T/t@1' = {\n  resource b 'u' = {}\n  resource: 1\n}",
            "(program (resource ~ resource a (string 'T/t@1') ~ = ~ (object { "
                + "(resource ~ resource b (string 'u') ~ = ~ (object { })) (objectProperty resource : (integerLiteral 1)) })))"
        )
    }

    @Test func functionsImportsAndExtensions() {
        checkParse(
            "func f(a string, b int) bool => a == b",
            "(program (function ~ func f (typedLambda (typedVariableBlock ( (typedVariable a (typeName string)) , "
                + "(typedVariable b (typeName int)) )) (typeName bool) => ~ "
                + "(binary (variableAccess a) == (variableAccess b)))))"
        )
        checkParse(
            "import { a as b, c } from 'd.bicep'",
            "(program (import ~ import (importList { (importItem a (asClause as b)) , (importItem c ~) }) "
                + "(fromClause from (string 'd.bicep'))))"
        )
        checkParse(
            "import * as a from 'd.bicep'",
            "(program (import ~ import (wildcardImport * (asClause as a)) (fromClause from (string 'd.bicep'))))"
        )
        checkParse("extension radius", "(program (extension ~ extension radius ~ ~))")
        checkParse(
            "extension kubernetes with { namespace: 'a' } as k",
            "(program (extension ~ extension kubernetes (withClause with "
                + "(object { (objectProperty namespace : (string 'a')) })) (asClause as k)))"
        )
    }

    @Test func parameterFiles() {
        checkParse(
            "using 'main.bicep'\nparam a = 1\nextends 'base.bicepparam'\n",
            "(program (using ~ using (string 'main.bicep') ~) (parameterAssignment ~ param a = (integerLiteral 1)) "
                + "(extends ~ extends (string 'base.bicepparam')))",
            as: .parameters
        )
        checkParse("using none", "(program (using ~ using none ~))", as: .parameters)
    }

    @Test func types() {
        checkType("string?", "(nullableType (typeName string) ?)")
        checkType("int[][]", "(arrayType (arrayType (typeName int) [ ]) [ ])")
        checkType("'a' | 'b'?", "(unionType (string 'a') | (nullableType (string 'b') ?))")
        checkType("\n  | 'a'\n  | 'b'", "(unionType | (string 'a') | (string 'b'))")
        checkType(
            "{\n  @description('x')\n  a: string\n  'b': int?\n  *: bool\n}",
            "(objectType { (objectTypeProperty (decorators (decorator @ (functionCall description ( (string 'x') )))) "
                + "a : (typeName string)) (objectTypeProperty ~ (string 'b') : (nullableType (typeName int) ?)) "
                + "(objectTypeProperty ~ * : (typeName bool)) })"
        )
        checkType("[string, int]", "(tupleType [ (tupleItem ~ (typeName string)) , (tupleItem ~ (typeName int)) ])")
        checkType(
            "resourceInput<'a/b@1'>.x",
            "(typeProperty (parameterizedType resourceInput < (string 'a/b@1') >) . x)"
        )
        checkType("a.*", "(typeAdditionalProperties (typeName a) . *)")
        checkType("a[*]", "(typeItems (typeName a) [ * ])")
        checkType(
            "-1 | (2)",
            "(unionType (unaryType - (integerLiteral 1)) | (parenthesizedType ( (integerLiteral 2) )))"
        )
        checkParse("param a resource 'x@1'", "(program (parameter ~ param a (resourceType resource (string 'x@1')) ~))")
    }
}
