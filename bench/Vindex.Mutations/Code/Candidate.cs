using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace Vindex.Mutations.Code;

/// <summary>A change that a mutator proposes for one node.</summary>
/// <param name="Mutator">What kind of change it is.</param>
/// <param name="Text">The node's text after the change.</param>
/// <param name="Guard">How the change is put beside the original.</param>
internal sealed record Change(string Mutator, string Text, Guard Guard)
{
    /// <summary>Another expression in place of this one.</summary>
    public static Change Replace(
        string mutator, ExpressionSyntax replacement, string? type = null) => new(mutator, replacement.ToString(), new Replacement(replacement, type));

    /// <summary>The condition always holds, or never.</summary>
    public static Change Force(bool value) => new("condition", value ? "true" : "false", new Forced(value));

    /// <summary>The statement is left out, or another stands in its place.</summary>
    public static Change Statement(
        string mutator, StatementSyntax? replacement) => new(mutator, replacement?.ToString() ?? ";", new StatementAlternative(replacement));
}

/// <summary>A change with the place and the number that it got.</summary>
/// <param name="Mutant">What is reported.</param>
/// <param name="Member">The start of the member that it is in; changes of one member are dropped together when they do not compile and none can be
/// blamed.</param>
/// <param name="Guard">How the change is put beside the original.</param>
internal sealed record Candidate(Mutant Mutant, int Member, Guard Guard);

/// <summary>Writes code that behaves as the original unless the mutant is the active one.</summary>
internal abstract record Guard
{
    /// <summary>Compilation errors in such code often lie outside it.</summary>
    public virtual bool IsRisky => true;

    /// <summary>The guarded node; children of <paramref name="node"/> may hold guards of their own.</summary>
    public abstract SyntaxNode Write(int id, SyntaxNode node);

    /// <summary><c>MutantSwitch.Is(id)</c>.</summary>
    protected static ExpressionSyntax IsActive(int id) => InvocationExpression(
        MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, IdentifierName("MutantSwitch"), IdentifierName("Is")),
        ArgumentList(SingletonSeparatedList(Argument(LiteralExpression(SyntaxKind.NumericLiteralExpression, Literal(id))))));

    /// <summary><c>!MutantSwitch.Is(id)</c>.</summary>
    protected static ExpressionSyntax IsInactive(int id) => PrefixUnaryExpression(SyntaxKind.LogicalNotExpression, IsActive(id));
}

/// <summary><c>(Is(id) ? replacement : original)</c>, cast where the original was a constant that converts to the type and a choice is not.</summary>
internal sealed record Replacement(ExpressionSyntax Expression, string? Type) : Guard
{
    public override bool IsRisky => false;

    public override SyntaxNode Write(int id, SyntaxNode node)
    {
        var choice = ParenthesizedExpression(ConditionalExpression(IsActive(id), ParenthesizedExpression(Expression), (ExpressionSyntax)node));
        return Type is null ? choice : ParenthesizedExpression(CastExpression(ParseTypeName(Type), choice));
    }
}

/// <summary><c>(Is(id) || original)</c> or <c>(!Is(id) &amp;&amp; original)</c>: what the original assigns stays assigned where it is used.</summary>
internal sealed record Forced(bool Value) : Guard
{
    public override SyntaxNode Write(int id, SyntaxNode node)
    {
        var original = ParenthesizedExpression((ExpressionSyntax)node);
        return ParenthesizedExpression(Value
            ? BinaryExpression(SyntaxKind.LogicalOrExpression, IsActive(id), original)
            : BinaryExpression(SyntaxKind.LogicalAndExpression, IsInactive(id), original));
    }
}

/// <summary><c>{ if (Is(id)) alternative else original }</c>.</summary>
internal sealed record StatementAlternative(StatementSyntax? Alternative) : Guard
{
    public override SyntaxNode Write(int id, SyntaxNode node) =>
        Block(IfStatement(IsActive(id), Alternative ?? Block(), ElseClause((StatementSyntax)node)));
}

/// <summary>A case of a switch that is passed over.</summary>
internal sealed record SkippedCase : Guard
{
    public override SyntaxNode Write(int id, SyntaxNode node) => node switch
    {
        SwitchExpressionArmSyntax arm => arm.WithWhenClause(When(id, arm.WhenClause)),
        CasePatternSwitchLabelSyntax label => label.WithWhenClause(When(id, label.WhenClause)),
        CaseSwitchLabelSyntax label => CasePatternSwitchLabel(ConstantPattern(label.Value), When(id, null), label.ColonToken),
        _ => throw new ArgumentException("This node is no case.", nameof(node)),
    };

    private static WhenClauseSyntax When(int id, WhenClauseSyntax? existing) => WhenClause(existing is null
        ? IsInactive(id)
        : BinaryExpression(SyntaxKind.LogicalAndExpression, IsInactive(id), ParenthesizedExpression(existing.Condition)));
}
