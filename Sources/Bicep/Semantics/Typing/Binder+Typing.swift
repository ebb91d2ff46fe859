import Diagnostics

extension Binder {
    /// Checks the types of all values.
    mutating func checkTypes() {
        var types = TypeDeclarationCheck(self)
        types.run()
        diagnostics.appendFew(types.diagnostics)
        var check = TypeCheck(self)
        check.run()
        variableTypes = check.variableTypes
        var start = StartTimeCheck(self, check)
        start.run()
        var secrets = SecretReferenceCheck(self)
        secrets.run()
        diagnostics.appendFew(check.diagnostics)
        var scopes = ScopeCheck(self, check)
        scopes.run()
        diagnostics.appendFew(scopes.diagnostics)
        var lambdas = LambdaVariableCheck(self)
        lambdas.run()
        diagnostics.appendFew(lambdas.diagnostics)
        // What follows from a mistake that was reported at the same place is not worth a word of its own; that several
        // things have one name is no such mistake.
        let reported = CoveredRanges(ofErrorsIn: diagnostics, besides: ["BCP121", "BCP122"])
        let late = (start.diagnostics + secrets.diagnostics).filter { diagnostic in
            guard diagnostic.code == "BCP120", let range = diagnostic.span?.range else { return true }
            return !reported.overlap(range)
        }
        diagnostics.appendFew(late)
    }
}
