using Vindex.Cli.Judging;
using Vindex.Models;
using Vindex.Models.Calls;
using Vindex.Models.Settings;
using Vindex.Scoring.Judging;
using Vindex.Scoring.Tickets;
using Vindex.Server.Rewriting;

namespace Vindex.Cli.Rewrite;

/// <summary>Has tickets reworded by a model. A ticket that it does not reword keeps its own words, with a remark.</summary>
internal sealed class ModelRewriting(ModelSettings settings) : IDisposable
{
    private readonly ModelJudge _model = ModelJudging.Open(settings);
    private readonly UseMeter _meter = new();

    /// <summary>Asks.</summary>
    public async Task<ProposedText> RewriteAsync(TicketReading reading, TicketJudge judge, CancellationToken cancellationToken)
    {
        var outcome = await _model.Rewriter.RewriteAsync(reading, judge, new ModelCaller("", _meter), cancellationToken);
        var remark = outcome.Failure is { } reason ? ProposedText.WithoutModel(ModelOutcome.Explain(settings.Model, reason)) : null;
        return new ProposedText(reading.Ticket!, outcome.Proposal, outcome.Run, remark);
    }

    public void Dispose() => _model.Dispose();
}
