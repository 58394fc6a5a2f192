using System.Diagnostics;
using Vindex.Server.Rewriting;
using Vindex.Server.Security;

namespace Vindex.Server.Mcp.Tools;

/// <summary><c>propose_rewrite</c>: as <c>POST /v1/rewrite</c>.</summary>
internal sealed class ProposeRewriteTool(RewritingService rewriting, ToolLimits limits) : ITool
{
    public string Name => "propose_rewrite";

    public async Task<ToolAnswer> RunAsync(Caller caller, ToolArguments arguments, CancellationToken cancellationToken)
    {
        if (await limits.CountTicketAsync(caller, cancellationToken) is { } over) return ToolAnswer.Refused(over);
        return await rewriting.RewriteAsync(caller, TicketArguments.Of(arguments), Rewriters.Of(arguments.Text("rewriter") ?? Rewriters.Rules), cancellationToken) switch
        {
            Outcome<ProposedText>.Done { Value: var proposal } => RewriteText.Of(proposal, arguments.Text("format")),
            Outcome<ProposedText>.Refused { Reason: var reason } => TicketArguments.Named(ToolAnswer.Refused(reason)),
            _ => throw new UnreachableException(),
        };
    }
}
