using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Vindex.Mutations.Code;

/// <summary>Conditions that always hold or never do: a check that is left out, a branch that is always taken.</summary>
internal static class ConditionMutators
{
    /// <summary>The changes of one expression; none where its operator has changes of its own.</summary>
    public static IEnumerable<Change> Propose(ExpressionSyntax expression, SemanticModel model)
    {
        if (expression is LiteralExpressionSyntax || HasChanges(expression)) return [];
        return Forced(expression, model).Where(value => !Uses(expression, value)).Select(Change.Force);
    }

    private static bool[] Forced(ExpressionSyntax expression, SemanticModel model) => expression.Parent switch
    {
        IfStatementSyntax branch when branch.Condition == expression => [true, false],
        ConditionalExpressionSyntax choice when choice.Condition == expression => [true, false],
        WhileStatementSyntax loop when loop.Condition == expression => [false],
        ForStatementSyntax loop when loop.Condition == expression => [false],
        WhenClauseSyntax => [true, false],
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } => [true],
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalOrExpression } => [false],
        ReturnStatementSyntax or ArrowExpressionClauseSyntax or LambdaExpressionSyntax when IsBoolean(expression, model) => [true, false],
        _ => [],
    };

    /// <summary>Where the condition has this value, variables that it declares are used: without its being evaluated they have no value.</summary>
    private static bool Uses(ExpressionSyntax condition, bool value) =>
        ExpressionMutators.Declares(condition)
            && value != (condition is PrefixUnaryExpressionSyntax or IsPatternExpressionSyntax { Pattern: UnaryPatternSyntax });

    private static bool HasChanges(ExpressionSyntax expression) => expression switch
    {
        BinaryExpressionSyntax binary => !ExpressionMutators.Declares(binary) && !binary.IsKind(SyntaxKind.CoalesceExpression),
        PrefixUnaryExpressionSyntax prefix => !ExpressionMutators.Declares(prefix),
        ParenthesizedExpressionSyntax inner => HasChanges(inner.Expression),
        _ => false,
    };

    private static bool IsBoolean(
        ExpressionSyntax expression, SemanticModel model) => model.GetTypeInfo(expression).ConvertedType?.SpecialType == SpecialType.System_Boolean;
}
