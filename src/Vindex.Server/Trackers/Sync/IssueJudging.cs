using Vindex.Scoring.Judging;
using Vindex.Scoring.Tickets;
using Vindex.Server.Judging;
using Vindex.Server.Scoring.Records;
using Vindex.Server.Security;
using Vindex.Server.Sources;
using Vindex.Server.Telemetry;
using Vindex.Storage;
using Vindex.Storage.Trackers;
using Vindex.Trackers;

namespace Vindex.Server.Trackers.Sync;

/// <summary>How the issues of a project are judged.</summary>
/// <param name="Project">The project.</param>
/// <param name="Source">The reader of its issues.</param>
/// <param name="Settings">The settings of its installation.</param>
/// <param name="Judge">The offline judge with the installation's profile.</param>
/// <param name="Terms">Who judges.</param>
internal sealed record IssueTerms(TrackedProject Project, ISource Source, InstallationSettings Settings, TicketJudge Judge, JudgingTerms Terms);

/// <summary>Judges issues of trackers, each text once.</summary>
internal sealed partial class IssueJudging(ITrackerWork store, TicketJudging judging, TimeProvider time, Ids ids, ILogger<IssueJudging> logger)
{
    /// <summary>What came of each issue. Nothing is stored; what was judged already is not judged again.</summary>
    public async Task<IReadOnlyList<TicketStep>> JudgeAsync(IssueTerms terms, IReadOnlyList<TrackerIssue> issues, CancellationToken cancellationToken)
    {
        List<ReadIssue> read = [.. issues.Select(issue => Read(terms, issue))];
        var known = await store.KnownAsync(terms.Project.Id, [.. read.Select(one => one.Issue.Id)], cancellationToken);
        List<string> unknown =
            [.. read.Where(one => one.Hash is { } hash && known.GetValueOrDefault(one.Issue.Id)?.ContentHash != hash).Select(one => one.TicketId)];
        var latest = unknown.Count == 0
            ? new Dictionary<string, string>(StringComparer.Ordinal)
            : await store.LatestHashesAsync(terms.Project.CustomerId, unknown, cancellationToken);
        var steps = new TicketStep[read.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(
            Enumerable.Range(0, read.Count),
            parallel,
            async (i, stop) =>
            {
                var one = read[i];
                var isKnown = one.Hash is { } hash
                    && (known.GetValueOrDefault(one.Issue.Id)?.ContentHash == hash || latest.GetValueOrDefault(one.TicketId) == hash);
                var result = one.Skipped is { } skipped ? new TicketStepResult.Skipped(skipped)
                    : isKnown ? new TicketStepResult.Unchanged(one.Hash!)
                    : await JudgeAsync(terms, one, stop);
                steps[i] = new TicketStep(one.Issue.Id, one.TicketId, one.Issue.Key, one.Issue.ChangedAt, result);
            });
        return steps;
    }

    private static ReadIssue Read(IssueTerms terms, TrackerIssue issue)
    {
        switch (terms.Source.ReadIssue(issue.Body, terms.Settings))
        {
            case SourceReading.Refused refused:
                return ReadIssue.Not(issue, refused.Errors.Summary);
            case SourceReading.Ignored ignored:
                return ReadIssue.Not(issue, ignored.Reason);
            case SourceReading.Ticket ticket when !terms.Settings.Judges(ticket.Input.IssueType):
                return ReadIssue.Not(issue, $"Tickets of the type \"{ticket.Input.IssueType}\" are not scored.");
            case SourceReading.Ticket ticket:
                var reading = TicketReader.Read(ticket.Input, TicketLimits.Events);
                if (reading.Ticket is null) return ReadIssue.Not(issue, reading.Reason ?? "The ticket cannot be read.");
                var url = ticket.Url ?? issue.Url?.AbsoluteUri;
                return new ReadIssue(issue, ticket.TicketId ?? issue.Id)
                {
                    Reading = reading,
                    Hash = ContentHash.Of(reading, terms.Judge, terms.Terms.Identity),
                    Url = url is not null && TicketUrlPattern.IsAddress(url) ? url : null,
                };
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private async Task<TicketStepResult> JudgeAsync(IssueTerms terms, ReadIssue read, CancellationToken cancellationToken)
    {
        var project = terms.Project;
        var reading = read.Reading!;
        var startedAt = time.GetUtcNow();
        var started = time.GetTimestamp();
        TicketVerdict verdict;
        try
        {
            verdict = await judging.JudgeAsync(terms.Terms, reading, terms.Judge, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException and not StoreUnavailableException)
        {
            // One ticket that no judge can cope with must not stop the others.
            LogNotJudged(project.Id, read.Issue.Id, exception);
            return new TicketStepResult.Skipped("The ticket could not be scored because of a server error.");
        }

        if (verdict.Judgement is not { } judgement) return new TicketStepResult.Skipped(verdict.Detail ?? "The judge gave no score.");
        var took = time.GetElapsedTime(started);
        VindexTelemetry.JudgeDuration.Record(took.TotalSeconds);
        var order = new ScoreOrder(project.CompanyId, project.CustomerId, read.TicketId, terms.Source.Name, startedAt) { TicketUrl = read.Url };
        var run = JudgingRecord.Of(terms.Judge, verdict, startedAt, time.GetUtcNow(), took);
        var hash = ContentHash.Of(reading, terms.Judge, verdict, terms.Terms);
        return new TicketStepResult.Scored(ScoreRecord.Of(order, ids.TimeOrdered(), ids.TimeOrdered(), reading, hash, judgement, run));
    }

    [LoggerMessage(LogLevel.Error, "Could not score issue {IssueId} of tracked project {ProjectId}")]
    private partial void LogNotJudged(string projectId, string issueId, Exception exception);

    /// <summary>An issue that was read.</summary>
    private sealed record ReadIssue(TrackerIssue Issue, string TicketId)
    {
        public TicketReading? Reading { get; init; }

        public string? Hash { get; init; }

        public string? Url { get; init; }

        public string? Skipped { get; init; }

        public static ReadIssue Not(TrackerIssue issue, string reason) => new(issue, issue.Id) { Skipped = reason };
    }
}
