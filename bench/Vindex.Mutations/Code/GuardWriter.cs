using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace Vindex.Mutations.Code;

/// <summary>
/// Writes every change into a file behind its guard (mutant schemata: one build holds all mutants). Reads of embedded files go through the switch too.
/// </summary>
internal sealed class GuardWriter(IReadOnlyDictionary<SyntaxNode, List<Candidate>> candidates, IReadOnlySet<int> dropped) : CSharpSyntaxRewriter
{
    /// <summary>The kind of annotation that holds a mutant's number.</summary>
    public const string MutantAnnotation = "mutant";

    /// <summary>The kind of annotation that holds the start of a member in the original file.</summary>
    public const string MemberAnnotation = "member";

    public override SyntaxNode? Visit(SyntaxNode? node)
    {
        var written = base.Visit(node);
        if (node is null || written is null) return written;
        if (node is MemberDeclarationSyntax) written = written.WithAdditionalAnnotations(new SyntaxAnnotation(MemberAnnotation, node.SpanStart.ToString()));
        if (!candidates.TryGetValue(node, out var changes)) return written;
        foreach (var change in changes.Where(change => !dropped.Contains(change.Mutant.Id)))
        {
            written = change.Guard.Write(change.Mutant.Id, written)
                .WithAdditionalAnnotations(new SyntaxAnnotation(MutantAnnotation, change.Mutant.Id.ToString()));
        }
        return written;
    }

    public override SyntaxNode? VisitInvocationExpression(InvocationExpressionSyntax node)
    {
        if (node.Expression is not MemberAccessExpressionSyntax { Name.Identifier.Text: "GetManifestResourceStream" } access
            || node.ArgumentList.Arguments.Count != 1)
        {
            return base.VisitInvocationExpression(node);
        }
        var method = MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, IdentifierName("MutantSwitch"), IdentifierName("Resource"));
        return InvocationExpression(method, ArgumentList(SeparatedList([Argument(access.Expression), node.ArgumentList.Arguments[0]])));
    }
}
