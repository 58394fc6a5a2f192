using Vindex.Scoring.Backlogs.Analysis;
using Vindex.Server.Scoring;
using Vindex.Server.Security;
using Vindex.Storage;
using Vindex.Storage.Companies;
using Vindex.Storage.Scores;

namespace Vindex.Server.Backlogs;

/// <summary>Which tickets to look at together.</summary>
/// <param name="CustomerId">Only this customer's; null for all that the caller sees.</param>
/// <param name="Project">Only tickets whose key begins with this and a hyphen, in any case; null for all.</param>
internal sealed record BacklogSelection(string? CustomerId, string? Project);

/// <summary>What a company's tickets have to do with each other.</summary>
/// <param name="Tickets">The tickets that were looked at, newest score first; the findings name them by their index.</param>
/// <param name="Total">How many tickets were selected; more than were looked at where there are too many.</param>
/// <param name="Findings">What was found.</param>
internal sealed record CompanyBacklog(IReadOnlyList<ScoreItem> Tickets, long Total, BacklogFindings Findings);

/// <summary>Looks at the latest text of a company's tickets as a whole: near-duplicates, likely conflicts, dependencies.</summary>
internal sealed class BacklogService(ICompanyStore companyStore, IScoreStore scoreStore, TimeProvider time)
{
    /// <summary>The most tickets that are looked at; those with the newest scores.</summary>
    public const int MaxTickets = 5_000;

    private const int MaxConcurrent = 2;
    private const int RetrySeconds = 5;
    private const int PageTickets = 200;

    private readonly InFlight _running = new(MaxConcurrent);

    /// <summary>Looks at the tickets as they were when they were scored last. The effort is linear in their number.</summary>
    public async Task<Outcome<CompanyBacklog>> AnalyzeAsync(Caller caller, BacklogSelection selection, CancellationToken cancellationToken)
    {
        var access = caller.OwnScores;
        if (selection.CustomerId is { } customer)
        {
            if (!caller.Sees(customer) || await companyStore.FindCustomerAsync(caller.OwnCompany, customer, cancellationToken) is null)
                return new Refusal.NotFound();
            access = access with { CustomerIds = [customer] };
        }

        if (!_running.TryEnter()) return new Refusal.Unavailable("busy", "Too many backlogs are being analyzed; try again in a moment.", RetrySeconds);
        try
        {
            // Scores of this very moment belong to the next look.
            return await AnalyzeAsync(access, new LatestFilter(time.GetUtcNow()) { Project = selection.Project, NewestFirst = true }, cancellationToken);
        }
        finally
        {
            _running.Leave();
        }
    }

    private async Task<CompanyBacklog> AnalyzeAsync(ScoreAccess access, LatestFilter filter, CancellationToken cancellationToken)
    {
        var analyzer = new BacklogAnalyzer();
        var tickets = new List<ScoreItem>();
        PagePosition? after = null;
        while (tickets.Count < MaxTickets)
        {
            var page = await scoreStore.LatestAsync(access, filter, after, PageTickets, cancellationToken);
            foreach (var score in page)
            {
                if (tickets.Count == MaxTickets) break;
                if (JudgedInputs.Read(score).Ticket is not { } ticket) continue;
                analyzer.Add(score.Item.TicketKey, ticket);
                tickets.Add(score.Item);
            }

            if (page.Count < PageTickets) break;
            after = new PagePosition(page[^1].Item.CreatedAt.ToUnixTimeMilliseconds(), page[^1].Item.Id);
        }

        var total = tickets.Count < MaxTickets ? tickets.Count : await scoreStore.CountLatestAsync(access, filter, cancellationToken);
        return new CompanyBacklog(tickets, total, analyzer.Analyze(cancellationToken));
    }
}
