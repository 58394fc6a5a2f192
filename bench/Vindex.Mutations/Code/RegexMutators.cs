using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace Vindex.Mutations.Code;

/// <summary>Regular expressions with another quantifier or without an anchor.</summary>
internal static class RegexMutators
{
    private static readonly (string From, string To)[] s_edits = [
        ("+", "*"), ("*", "+"), ("?", ""), ("^", ""), ("$", ""), ("\\b", ""), ("\\d", "\\D"), ("\\s", "\\S"), ("\\w", "\\W")
    ];

    /// <summary>The changes of a literal that is the pattern of a regular expression; null for any other literal.</summary>
    public static IEnumerable<Change>? Propose(LiteralExpressionSyntax literal)
    {
        if (!IsPattern(literal)) return null;
        var pattern = literal.Token.ValueText;
        return s_edits
            .Select(edit => (edit, At: pattern.IndexOf(edit.From, StringComparison.Ordinal)))
            .Where(found => found.At >= 0)
            .Select(found => pattern[..found.At] + found.edit.To + pattern[(found.At + found.edit.From.Length)..])
            .Select(mutated => Change.Replace("regex", LiteralExpression(SyntaxKind.StringLiteralExpression, Literal(mutated))));
    }

    private static bool IsPattern(LiteralExpressionSyntax literal) => literal.Parent is ArgumentSyntax { Parent.Parent: { } owner } && owner switch
    {
        ObjectCreationExpressionSyntax { Type: IdentifierNameSyntax { Identifier.Text: "Regex" } } => true,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: "Regex" } } } => true,
        _ => false,
    };
}
