using Vindex.Server.Scoring.Records;
using Vindex.Storage;
using Vindex.Storage.Companies;
using Vindex.Storage.Scores;

namespace Vindex.Server.Alerts.Digests;

/// <summary>Computes what a digest says.</summary>
internal sealed class DigestReports(IScoreStore scores)
{
    /// <summary>How many scores of a week are read, the newest.</summary>
    public const int MostScores = 50_000;

    private const int PageSize = 1000;
    private const int MostMovers = 3;
    private const int FewestOfMover = 3;
    private const int MostActions = 3;

    /// <summary>The figures and actions of a company's week.</summary>
    public async Task<DigestContent> ReadAsync(Company company, DigestWeek week, CancellationToken cancellationToken)
    {
        var access = new ScoreAccess(company.Id, null);
        var (now, actions, count) = (new DigestTally(company.QualityGateTenths), new DigestActions(), 0);
        var filter = new ScoreFilter { From = week.From, Before = week.Until };
        await foreach (var score in scores.ExportAsync(access, filter, ScoreSort.CreatedAt, cancellationToken))
        {
            if (now.Add(score.Item)) actions.Add(score.Item.Id, StoredJudgement.Read(score).RecommendationDetails);
            if (++count == MostScores) break;
        }

        var earlier = await EarlierAsync(access, company, new ScoreFilter { From = week.Before, Before = week.From }, cancellationToken);
        return new DigestContent(
            week,
            company.QualityGateTenths,
            now.Sums,
            earlier.Sums,
            now.MoversSince(earlier, FewestOfMover, MostMovers),
            actions.Top(MostActions),
            IsTest: false);
    }

    // Only the figures of the week before are needed, which lists have.
    private async Task<DigestTally> EarlierAsync(ScoreAccess access, Company company, ScoreFilter filter, CancellationToken cancellationToken)
    {
        var tally = new DigestTally(company.QualityGateTenths);
        PagePosition? after = null;
        for (var count = 0; count < MostScores; count += PageSize)
        {
            var page = await scores.ListAsync(access, filter, ScoreSort.CreatedAt, after, 0, PageSize, cancellationToken);
            foreach (var item in page.Items) tally.Add(item);
            if (page.Next is null) break;
            after = page.Next;
        }

        return tally;
    }
}
