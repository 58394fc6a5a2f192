using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace Vindex.Mutations.Code;

/// <summary>Calls of another method of the same shape, and calls left out of a chain.</summary>
internal static class CallMutators
{
    private static readonly Dictionary<string, string[]> s_others = new(StringComparer.Ordinal)
    {
        ["All"] = ["Any"],
        ["Any"] = ["All"],
        ["Ceiling"] = ["Floor"],
        ["EndsWith"] = ["StartsWith"],
        ["First"] = ["Last"],
        ["FirstOrDefault"] = ["LastOrDefault"],
        ["Floor"] = ["Ceiling"],
        ["IndexOf"] = ["LastIndexOf"],
        ["Last"] = ["First"],
        ["LastIndexOf"] = ["IndexOf"],
        ["LastOrDefault"] = ["FirstOrDefault"],
        ["Max"] = ["Min"],
        ["MaxBy"] = ["MinBy"],
        ["Min"] = ["Max"],
        ["MinBy"] = ["MaxBy"],
        ["OrderBy"] = ["OrderByDescending"],
        ["OrderByDescending"] = ["OrderBy"],
        ["Skip"] = ["Take"],
        ["SkipWhile"] = ["TakeWhile"],
        ["StartsWith"] = ["EndsWith"],
        ["Take"] = ["Skip"],
        ["TakeWhile"] = ["SkipWhile"],
        ["ThenBy"] = ["ThenByDescending"],
        ["ThenByDescending"] = ["ThenBy"],
        ["ToLowerInvariant"] = ["ToUpperInvariant"],
        ["ToUpperInvariant"] = ["ToLowerInvariant"],
        ["Trim"] = ["TrimStart", "TrimEnd"],
        ["TrimEnd"] = ["TrimStart"],
        ["TrimStart"] = ["TrimEnd"],
        ["Union"] = ["Intersect"],
    };

    private static readonly HashSet<string> s_optional = new(StringComparer.Ordinal)
    {
        "Append", "Concat", "Distinct", "DistinctBy", "Except", "OrderBy", "OrderByDescending", "Prepend", "Replace", "Reverse", "Round", "Skip", "SkipWhile",
        "Take", "TakeWhile", "ToLowerInvariant", "ToUpperInvariant", "Trim", "TrimEnd", "TrimStart", "Where",
    };

    /// <summary>The changes of one call.</summary>
    public static IEnumerable<Change> Propose(InvocationExpressionSyntax call, SemanticModel model)
    {
        if (call.Expression is not MemberAccessExpressionSyntax { Name: IdentifierNameSyntax name } access) yield break;
        if (s_others.TryGetValue(name.Identifier.Text, out var others))
        {
            foreach (var other in others) yield return Change.Replace("call", call.WithExpression(access.WithName(IdentifierName(other))));
        }
        if (!s_optional.Contains(name.Identifier.Text)) yield break;
        // A static method (Math.Round) gives way to its first argument, an instance or extension method to what it is called on.
        var isStatic = model.GetSymbolInfo(access.Expression).Symbol is INamedTypeSymbol;
        if (!isStatic) yield return Change.Replace("call", access.Expression);
        else if (call.ArgumentList.Arguments.Count > 0) yield return Change.Replace("call", call.ArgumentList.Arguments[0].Expression);
    }
}
