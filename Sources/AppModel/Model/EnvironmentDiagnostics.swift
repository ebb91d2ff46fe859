import Diagnostics

extension Diagnostic {
    static func noLocation(_ environment: String, at span: Span?) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2021",
            "environment '\(environment)' has no 'location', expected the Azure region of its container instances",
            at: span,
            help: "add the region beside 'name': location: 'westeurope'"
        )
    }

    static func noResourceGroup(_ environment: String, at span: Span?) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2022",
            "environment '\(environment)' names no resource group for its container instances",
            at: span,
            help: "add resourceGroup: '/subscriptions/<id>/resourceGroups/<name>' to 'compute'"
        )
    }

    static func invalidResourceGroup(_ text: String, at span: Span?) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2022",
            "'\(text)' is no resource group, expected '/subscriptions/<id>/resourceGroups/<name>'",
            at: span,
            help: "write the full id of the resource group"
        )
    }

    static func invalidRecipeType(_ text: String, at span: Span?) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2023",
            "'\(text)' is no resource type, expected a namespace and a name with one '/' between them",
            at: span,
            help: "write it as 'Radius.Data/redisCaches'"
        )
    }

    static func unknownRecipePack(_ reference: String, known: [String], at span: Span?) -> Diagnostic {
        let help =
            suggestion(for: reference, among: known).map { "did you mean '\($0)'?" }
            ?? "declare it in this file or in a module of it, as a 'Radius.Core/recipePacks'"
        return Diagnostic(.error, "RAD2024", "no recipe pack is named '\(reference)'", at: span, help: help)
    }

    static func unknownSettings(
        _ reference: String,
        of type: ResourceType,
        known: [String],
        at span: Span?
    ) -> Diagnostic {
        let help =
            suggestion(for: reference, among: known).map { "did you mean '\($0)'?" }
            ?? "declare them in this file or in a module of it, as '\(type)'"
        return Diagnostic(.error, "RAD2037", "no '\(type)' are named '\(reference)'", at: span, help: help)
    }

    static func recipeInTwoPacks(_ type: ResourceType, _ first: String, _ second: String, at span: Span?) -> Diagnostic
    {
        Diagnostic(
            .error,
            "RAD2025",
            "'\(type)' has a recipe in the recipe packs '\(first)' and '\(second)', expected one",
            at: span,
            help: "remove one of the packs, or the recipe from one of them"
        )
    }
}
