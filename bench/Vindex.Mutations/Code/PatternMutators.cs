using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace Vindex.Mutations.Code;

/// <summary>
/// Patterns with one alternative less, another limit or another constant. Patterns are constants, so the whole <c>is</c> expression is replaced.
/// </summary>
internal static class PatternMutators
{
    /// <summary>The changes of one <c>is</c> expression.</summary>
    public static IEnumerable<Change> Propose(IsPatternExpressionSyntax expression) =>
        Variants(expression.Pattern).Select(variant => Change.Replace("pattern", expression.WithPattern(variant)));

    private static IEnumerable<PatternSyntax> Variants(PatternSyntax pattern)
    {
        switch (pattern)
        {
            case ParenthesizedPatternSyntax inner:
                return Variants(inner.Pattern).Select(variant => (PatternSyntax)ParenthesizedPattern(variant));
            case UnaryPatternSyntax negation:
                return [negation.Pattern];
            case RelationalPatternSyntax relation:
                return [relation.WithOperatorToken(Boundary(relation.OperatorToken))];
            case ConstantPatternSyntax { Expression: LiteralExpressionSyntax { Token.Value: int } constant }:
                return [ConstantPattern(ParseExpression($"{constant.Token.Text} + 1"))];
            case BinaryPatternSyntax both:
                return Variants(both);
            default:
                return [];
        }
    }

    private static IEnumerable<PatternSyntax> Variants(BinaryPatternSyntax both)
    {
        // Of "a or b or c", which is "(a or b) or c", each is left out once.
        if (both.Left is not BinaryPatternSyntax) yield return both.Right;
        yield return both.Left;
        var deeper = both.IsKind(SyntaxKind.OrPattern) && both.Left is ConstantPatternSyntax ? [] : Variants(both.Left);
        foreach (var left in deeper) yield return both.WithLeft(left);
        var last = both.IsKind(SyntaxKind.OrPattern) && both.Right is ConstantPatternSyntax ? [] : Variants(both.Right);
        foreach (var right in last) yield return both.WithRight(right);
    }

    private static SyntaxToken Boundary(SyntaxToken token) => Token(token.Kind() switch
    {
        SyntaxKind.LessThanToken => SyntaxKind.LessThanEqualsToken,
        SyntaxKind.LessThanEqualsToken => SyntaxKind.LessThanToken,
        SyntaxKind.GreaterThanToken => SyntaxKind.GreaterThanEqualsToken,
        _ => SyntaxKind.GreaterThanToken,
    }).WithTriviaFrom(token);
}
