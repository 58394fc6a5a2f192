using NodaTime.Text;
using Vindex.Scoring.Judging.Explanations;
using Vindex.Server.Scores;
using Vindex.Server.Scoring.Records;
using Vindex.Server.Security;
using Vindex.Storage;
using Vindex.Storage.Scores;

namespace Vindex.Server.Reviews;

/// <summary>Finds the tickets that a review can be drawn from: the newest that match, so that the cost does not grow with what is stored.</summary>
internal sealed class ReviewCandidates(IScoreStore scoreStore, AccessScopes scopes)
{
    /// <summary>The most tickets that a random sample is drawn from.</summary>
    public const int MostListed = 10_000;

    /// <summary>The most tickets that are looked at for uncertain scores, whose explanations have to be read.</summary>
    public const int MostRead = 2_000;

    private const int PageSize = 1_000;

    /// <summary>The filter of a review; errors are added if it is not valid.</summary>
    public async Task<ScoreFilter> FilterAsync(Caller caller, NewReviewBody body, FieldErrors errors, CancellationToken cancellationToken)
    {
        if (body.CustomerId is { } customer && !await scopes.SeesAsync(caller, customer, cancellationToken))
            errors.Add("customer_id", "is not a customer of your company");
        if (body.From is { } first && body.To is { } last && string.CompareOrdinal(first, last) > 0) errors.Add("from", "must not be after to");
        var zone = await scopes.CompanyZoneAsync(caller.OwnCompany, cancellationToken);
        return new ScoreFilter
        {
            LatestOnly = true,
            CustomerId = body.CustomerId,
            Groups = body.Source is { } source ? [new ScoreGroup(ScoreGrouping.Source, source)] : [],
            From = body.From is { } from ? Calendar.StartOfDay(LocalDatePattern.Iso.Parse(from).Value, zone) : null,
            Before = body.To is { } to ? Calendar.StartOfDay(LocalDatePattern.Iso.Parse(to).Value.PlusDays(1), zone) : null,
        };
    }

    /// <summary>The candidates of a way to pick.</summary>
    public Task<IReadOnlyList<ReviewCandidate>> ReadAsync(ScoreAccess access, ScoreFilter filter, string pick, CancellationToken cancellationToken) =>
        pick == ReviewPickAttribute.Uncertain ? UncertainAsync(access, filter, cancellationToken) : AllAsync(access, filter, cancellationToken);

    private async Task<IReadOnlyList<ReviewCandidate>> AllAsync(ScoreAccess access, ScoreFilter filter, CancellationToken cancellationToken)
    {
        var candidates = new List<ReviewCandidate>();
        PagePosition? after = null;
        do
        {
            var page = await scoreStore.ListAsync(access, filter, ScoreSort.CreatedAt, after, 0, PageSize, cancellationToken);
            candidates.AddRange(page.Items.Select(item => new ReviewCandidate(item.Id, 0)));
            after = page.Next;
        }
        while (after is not null && candidates.Count < MostListed);

        return candidates;
    }

    private async Task<IReadOnlyList<ReviewCandidate>> UncertainAsync(ScoreAccess access, ScoreFilter filter, CancellationToken cancellationToken)
    {
        var candidates = new List<ReviewCandidate>();
        await foreach (var score in scoreStore.ExportAsync(access, filter, ScoreSort.CreatedAt, cancellationToken).Take(MostRead))
        {
            if (StoredJudgement.Read(score).Confidence?.Level is { } level and not ConfidenceLevel.High)
                candidates.Add(new ReviewCandidate(score.Item.Id, (int)level));
        }

        return candidates;
    }
}
