using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Vindex.Mutations.Code;

/// <summary>Walks one file and collects the changes that mutators propose, in the order of the text.</summary>
internal sealed class CandidateCollector(SemanticModel model, string file, Func<int> nextId) : CSharpSyntaxWalker
{
    private int _member;

    /// <summary>The changes by the node that they change.</summary>
    public Dictionary<SyntaxNode, List<Candidate>> Candidates { get; } = [];

    public override void Visit(SyntaxNode? node)
    {
        if (node is null || IsConstantContext(node)) return;
        if (node is MemberDeclarationSyntax) _member = node.SpanStart;
        switch (node)
        {
            case ExpressionSyntax expression when CanGuard(expression):
                foreach (var change in ExpressionMutators.Propose(expression, model)) Add(node, change);
                foreach (var change in ConditionMutators.Propose(expression, model)) Add(node, change);
                break;
            case StatementSyntax statement:
                foreach (var change in StatementMutators.Propose(statement, model)) Add(node, change);
                break;
            case SwitchExpressionArmSyntax { Pattern: not DiscardPatternSyntax } or CasePatternSwitchLabelSyntax or CaseSwitchLabelSyntax:
                Add(node, new Change("case", "(case left out)", new SkippedCase()));
                break;
        }
        if (node is not CaseSwitchLabelSyntax) base.Visit(node);
    }

    private void Add(SyntaxNode node, Change change)
    {
        if (!Candidates.TryGetValue(node, out var list)) Candidates.Add(node, list = []);
        var line = node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
        var mutant = new Mutant(nextId(), file, line, change.Mutator, Mutant.OneLine(node.ToString()), Mutant.OneLine(change.Text));
        list.Add(new Candidate(mutant, _member, change.Guard));
    }

    /// <summary>Constants of the language, capacities and messages of exceptions: what cannot be guarded, or what no test should depend on.</summary>
    private static bool IsConstantContext(SyntaxNode node) => node switch
    {
        AttributeListSyntax or EnumMemberDeclarationSyntax or PatternSyntax or ThrowStatementSyntax or ThrowExpressionSyntax
            or StackAllocArrayCreationExpressionSyntax => true,
        TypeSyntax and not NameSyntax => true,
        EqualsValueClauseSyntax { Parent: ParameterSyntax } => true,
        FieldDeclarationSyntax field => field.Modifiers.Any(SyntaxKind.ConstKeyword),
        LocalDeclarationStatementSyntax local => local.IsConst,
        InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: "nameof" } } => true,
        _ => false,
    };

    /// <summary>The expression is read as a value, so that a choice between two can stand in its place.</summary>
    private static bool CanGuard(ExpressionSyntax expression) => expression.Parent switch
    {
        ArgumentSyntax argument => argument.RefKindKeyword.IsKind(SyntaxKind.None),
        AssignmentExpressionSyntax assignment => assignment.Left != expression,
        MemberAccessExpressionSyntax access => access.Name != expression,
        ConditionalAccessExpressionSyntax access => access.WhenNotNull != expression,
        ForStatementSyntax loop => loop.Condition == expression,
        PostfixUnaryExpressionSyntax postfix => postfix.IsKind(SyntaxKind.SuppressNullableWarningExpression),
        PrefixUnaryExpressionSyntax prefix => !prefix.IsKind(SyntaxKind.PreIncrementExpression) && !prefix.IsKind(SyntaxKind.PreDecrementExpression),
        ExpressionStatementSyntax or RefExpressionSyntax or NameColonSyntax or NameEqualsSyntax or TypeSyntax => false,
        _ => !ContinuesConditionalAccess(expression),
    };

    /// <summary><c>.B()</c> within <c>a?.B().C()</c>: it cannot stand apart from what goes before it.</summary>
    private static bool ContinuesConditionalAccess(ExpressionSyntax expression)
    {
        ExpressionSyntax? first = expression;
        while (first is not null)
        {
            switch (first)
            {
                case MemberBindingExpressionSyntax or ElementBindingExpressionSyntax: return true;
                case MemberAccessExpressionSyntax access: first = access.Expression; break;
                case InvocationExpressionSyntax invocation: first = invocation.Expression; break;
                case ElementAccessExpressionSyntax element: first = element.Expression; break;
                default: return false;
            }
        }
        return false;
    }
}
