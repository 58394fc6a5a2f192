using System.Text.Json;
using Vindex.Server.Feedback.Writing;
using Vindex.Server.Scoring;
using Vindex.Server.Security;
using Vindex.Storage.Companies;
using Vindex.Storage.Feedback;

namespace Vindex.Server.Ratings;

/// <summary>How far the judge agrees with what people say about its scores.</summary>
internal sealed class AgreementService(ICompanyStore companyStore, IFeedbackStore feedbackStore)
{
    private const int MaxConcurrent = 2;
    private const int RetrySeconds = 5;

    private readonly InFlight _running = new(MaxConcurrent);

    /// <summary>Compares people's ratings and words with the scores that they are about.</summary>
    public async Task<Outcome<AgreementBody>> ReportAsync(Caller caller, string? customerId, CancellationToken cancellationToken)
    {
        if (customerId is not null
            && (!caller.Sees(customerId) || await companyStore.FindCustomerAsync(caller.OwnCompany, customerId, cancellationToken) is null))
        {
            return new Refusal.NotFound();
        }
        if (!_running.TryEnter()) return new Refusal.Unavailable("busy", "Too many reports are being computed; try again in a moment.", RetrySeconds);
        try
        {
            var project = new ProjectKey(caller.OwnCompany, FeedbackRow.ScoreProject);
            var (remarks, isComplete) = await RatingRows.RemarksAsync(
                feedbackStore, project, [FeedbackTypes.Rating, FeedbackTypes.Agreement], cancellationToken);
            var scores = await JudgedScore.ReadAsync(
                feedbackStore, project, [.. remarks.Select(remark => remark.ScoreId).Distinct(StringComparer.Ordinal)], cancellationToken);
            var seen = remarks.Where(remark =>
                scores.TryGetValue(remark.ScoreId, out var score) && (customerId is null ? caller.Sees(score.CustomerId) : score.CustomerId == customerId))
                    .ToList();
            return AgreementReport.Of(seen, scores, isComplete);
        }
        finally
        {
            _running.Leave();
        }
    }
}

/// <summary>What the judge said of a ticket.</summary>
/// <param name="ModelName">The judge.</param>
/// <param name="CustomerId">The customer.</param>
/// <param name="Values">The scores by dimension, the overall one among them.</param>
/// <param name="DurationMs">How long judging took, in milliseconds.</param>
internal sealed record JudgedScore(string ModelName, string CustomerId, IReadOnlyDictionary<string, double> Values, double DurationMs)
{
    private const int ScoresAtOnce = 500;

    /// <summary>
    /// The scores of a company by id. They are read from the rows of the scores, which the server alone writes: a remark cannot claim another score.
    /// </summary>
    public static async Task<IReadOnlyDictionary<string, JudgedScore>> ReadAsync(
        IFeedbackStore store, ProjectKey project, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var scores = new Dictionary<string, JudgedScore>(StringComparer.Ordinal);
        foreach (var chunk in ids.Chunk(ScoresAtOnce))
        {
            var selection = new FeedbackSelection { Ids = chunk, FeedbackTypes = [FeedbackTypes.Score] };
            await foreach (var row in store.ReadAsync(project, selection, cancellationToken)) scores[row.Id] = Read(row.Payload);
        }

        return scores;
    }

    private static JudgedScore Read(ReadOnlyMemory<byte> payload)
    {
        using var document = JsonDocument.Parse(payload);
        var root = document.RootElement;
        return new JudgedScore(
            root.GetProperty("model").GetString()!,
            root.GetProperty("customer_id").GetString()!,
            RatingRows.Dimensions.ToDictionary(dimension => dimension, dimension => root.GetProperty(dimension).GetDouble(), StringComparer.Ordinal),
            root.GetProperty("duration_ms").GetDouble());
    }
}
