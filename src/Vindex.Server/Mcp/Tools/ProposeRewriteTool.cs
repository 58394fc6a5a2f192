using System.Diagnostics;
using Vindex.Server.Rewriting;
using Vindex.Server.Scoring;
using Vindex.Server.Security;

namespace Vindex.Server.Mcp.Tools;

/// <summary><c>propose_rewrite</c>: as <c>POST /v1/rewrite</c>.</summary>
internal sealed class ProposeRewriteTool(RewritingService rewriting, ToolLimits limits) : ITool
{
    public string Name => "propose_rewrite";

    public async Task<ToolAnswer> RunAsync(Caller caller, ToolArguments arguments, CancellationToken cancellationToken)
    {
        if (await limits.CountTicketAsync(caller, cancellationToken) is { } over) return ToolAnswer.Refused(over);
        return await rewriting.RewriteAsync(caller, ScoreRequest.Read(TicketArguments.Body(arguments)), cancellationToken) switch
        {
            Outcome<RewrittenTicket>.Done { Value: var rewritten } => RewriteText.Of(rewritten.Rewrite, arguments.Text("format")),
            Outcome<RewrittenTicket>.Refused { Reason: var reason } => TicketArguments.Named(ToolAnswer.Refused(reason)),
            _ => throw new UnreachableException(),
        };
    }
}
