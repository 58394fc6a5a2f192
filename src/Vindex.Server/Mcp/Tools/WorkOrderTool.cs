using System.Diagnostics;
using Vindex.Scoring.AgentReady;
using Vindex.Server.Rewriting;
using Vindex.Server.Security;

namespace Vindex.Server.Mcp.Tools;

/// <summary><c>work_order</c>: as <c>POST /v1/work-order</c>.</summary>
internal sealed class WorkOrderTool(RewritingService rewriting, ToolLimits limits) : ITool
{
    public string Name => "work_order";

    public async Task<ToolAnswer> RunAsync(Caller caller, ToolArguments arguments, CancellationToken cancellationToken)
    {
        if (await limits.CountTicketAsync(caller, cancellationToken) is { } over) return ToolAnswer.Refused(over);
        return await rewriting.RewriteAsync(caller, TicketArguments.Of(arguments), RewriterChoice.Rules, cancellationToken) switch
        {
            Outcome<ProposedText>.Done { Value: var proposal } => new ToolAnswer(WorkOrder.Write(proposal.Ticket, proposal.Rewrite)),
            Outcome<ProposedText>.Refused { Reason: var reason } => TicketArguments.Named(ToolAnswer.Refused(reason)),
            _ => throw new UnreachableException(),
        };
    }
}
