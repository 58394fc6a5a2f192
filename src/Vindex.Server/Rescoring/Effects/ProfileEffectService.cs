using Vindex.Scoring.Judging;
using Vindex.Scoring.Profiles;
using Vindex.Server.Companies.Profiles;
using Vindex.Server.Scoring;
using Vindex.Server.Security;
using Vindex.Storage.Companies;
using Vindex.Storage.Scores;

namespace Vindex.Server.Rescoring.Effects;

/// <summary>
/// Judges the company's latest tickets with a profile as it is stored and as it is edited, so that its effect is known before it is saved. Nothing is stored
/// and no model is asked. The number of tickets, the time and the number of previews at the same time are limited.
/// </summary>
internal sealed class ProfileEffectService(Judges judges, ICompanyStore companies, IScoreStore scores, TimeProvider time)
{
    /// <summary>The most tickets that are judged.</summary>
    public const int MostTickets = 100;

    private const int MaxRunning = 2;
    private const int RetrySeconds = 5;
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(5);

    private readonly InFlight _running = new(MaxRunning);

    /// <summary>What an edited profile would change.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="name">The stored profile to compare with, or the default one.</param>
    /// <param name="edited">The edited profile, or its errors.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<Outcome<ProfileEffect>> PreviewAsync(Caller caller, string name, ProfileReading edited, CancellationToken cancellationToken)
    {
        if (await companies.FindAsync(caller.OwnCompany, cancellationToken) is not { } company) return new Refusal.NotFound();
        if (await judges.FindAsync(caller.OwnCompany, name, cancellationToken) is not { } now) return new Refusal.NotFound();
        if (name != Profile.DefaultName && Profile.FindBuiltIn(name) is not null)
            return new Refusal.Conflict("profile_built_in", $"The profile {name} is built in and cannot be changed.");
        var errors = new FieldErrors();
        foreach (var error in edited.Errors) errors.Add(error.Field, ProfileMessages.Of(error));
        if (edited.Profile is not { } profile) return new Refusal.Invalid(errors);
        if (!_running.TryEnter())
            return new Refusal.Unavailable("preview_busy", "Too many previews are being computed; try again in a moment.", RetrySeconds);
        try
        {
            // "Before" is exclusive, and a ticket may have been scored in this very millisecond.
            var filter = new LatestFilter(time.GetUtcNow().AddMilliseconds(1)) { NewestFirst = true };
            var latest = await scores.LatestAsync(caller.OwnScores, filter, null, MostTickets, cancellationToken);
            return await Task.Run(() => Judge(latest, now, JudgeVersions.Load(profile), company.QualityGateTenths, cancellationToken), cancellationToken);
        }
        finally
        {
            _running.Leave();
        }
    }

    private ProfileEffect Judge(
        IReadOnlyList<StoredScore> latest, TicketJudge now, TicketJudge then, int gateTenths, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var tickets = new List<TicketEffect>();
        var skipped = 0;
        foreach (var score in latest)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (time.GetElapsedTime(started) > s_longest) return new ProfileEffect(tickets, skipped, IsComplete: false, gateTenths);
            var reading = JudgedInputs.Read(score);
            if (reading.Ticket is null) skipped++;
            else tickets.Add(new TicketEffect(score.Item, score.Profile == now.Profile.Name, now.Judge(reading).Scores, then.Judge(reading).Scores));
        }

        return new ProfileEffect(tickets, skipped, IsComplete: true, gateTenths);
    }
}
