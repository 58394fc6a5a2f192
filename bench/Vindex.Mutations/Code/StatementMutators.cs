using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace Vindex.Mutations.Code;

/// <summary>Statements left out or turned round.</summary>
internal static class StatementMutators
{
    /// <summary>The changes of one statement.</summary>
    public static IEnumerable<Change> Propose(StatementSyntax statement, SemanticModel model) => statement switch
    {
        ExpressionStatementSyntax call => Calls(call, model),
        ContinueStatementSyntax or YieldStatementSyntax or ReturnStatementSyntax { Expression: null } => [Change.Statement("statement", null)],
        BreakStatementSyntax when IsInLoop(statement) => [Change.Statement("statement", null)],
        _ => [],
    };

    private static IEnumerable<Change> Calls(ExpressionStatementSyntax statement, SemanticModel model)
    {
        if (ExpressionMutators.Declares(statement)) yield break;
        switch (statement.Expression)
        {
            case AssignmentExpressionSyntax assignment:
                if (Opposite(assignment.Kind()) is { } other)
                {
                    var opposite = AssignmentExpression(other, assignment.Left, assignment.Right);
                    yield return Change.Statement(
                        "arithmetic", ExpressionStatement(opposite.WithOperatorToken(opposite.OperatorToken.WithTriviaFrom(assignment.OperatorToken))));
                }
                if (IsAssignedBefore(statement, assignment, model)) yield return Change.Statement("statement", null);
                break;
            case PostfixUnaryExpressionSyntax postfix:
                var step = postfix.IsKind(SyntaxKind.PostIncrementExpression) ? SyntaxKind.PostDecrementExpression : SyntaxKind.PostIncrementExpression;
                yield return Change.Statement("arithmetic", ExpressionStatement(PostfixUnaryExpression(step, postfix.Operand)));
                yield return Change.Statement("statement", null);
                break;
            case InvocationExpressionSyntax
            {
                Expression: MemberAccessExpressionSyntax
                {
                    Name.Identifier.Text: "Dispose" or "ThrowIfNull"
                or "ThrowIfCancellationRequested"
                }
            }:
                break;
            default:
                yield return Change.Statement("statement", null);
                break;
        }
    }

    private static SyntaxKind? Opposite(SyntaxKind kind) => kind switch
    {
        SyntaxKind.AddAssignmentExpression => SyntaxKind.SubtractAssignmentExpression,
        SyntaxKind.SubtractAssignmentExpression => SyntaxKind.AddAssignmentExpression,
        SyntaxKind.MultiplyAssignmentExpression => SyntaxKind.DivideAssignmentExpression,
        SyntaxKind.DivideAssignmentExpression => SyntaxKind.MultiplyAssignmentExpression,
        SyntaxKind.OrAssignmentExpression => SyntaxKind.AndAssignmentExpression,
        SyntaxKind.AndAssignmentExpression => SyntaxKind.OrAssignmentExpression,
        _ => null,
    };

    /// <summary>Without the assignment every variable that it sets still has a value.</summary>
    private static bool IsAssignedBefore(StatementSyntax statement, AssignmentExpressionSyntax assignment, SemanticModel model)
    {
        var flow = model.AnalyzeDataFlow(statement);
        var targets = assignment.Left is TupleExpressionSyntax tuple ? tuple.Arguments.Select(argument => argument.Expression) : [assignment.Left];
        return flow is { Succeeded: true } && targets.All(target => model.GetSymbolInfo(target).Symbol switch
        {
            ILocalSymbol local => flow.DefinitelyAssignedOnEntry.Contains(local, SymbolEqualityComparer.Default),
            IParameterSymbol { RefKind: RefKind.Out } parameter => flow.DefinitelyAssignedOnEntry.Contains(parameter, SymbolEqualityComparer.Default),
            _ => true,
        });
    }

    private static bool IsInLoop(SyntaxNode node)
    {
        for (var parent = node.Parent; parent is not null; parent = parent.Parent)
        {
            switch (parent)
            {
                case ForStatementSyntax or ForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax: return true;
                case SwitchStatementSyntax or MemberDeclarationSyntax or AnonymousFunctionExpressionSyntax: return false;
            }
        }
        return false;
    }
}
