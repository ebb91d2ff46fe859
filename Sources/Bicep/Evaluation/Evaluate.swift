extension BoundModule {
    /// Evaluates a module that was checked without errors.
    public func evaluate(in context: EvaluationContext) -> Evaluation {
        Evaluation()
    }
}
