using System.Collections.Concurrent;
using Vindex.Scoring.Profiles;
using Vindex.Scoring.Tickets;
using Vindex.Server.Languages;
using Vindex.Server.Scoring;

namespace Vindex.Server.Evaluator.Page;

/// <summary>The example on the start page, and what it becomes. Both are scored once for each language, by the same judge as any other ticket.</summary>
internal sealed class HomeExamples(Judges judges)
{
    /// <summary>The example.</summary>
    public const string Poor =
        """
        Improve the activity export

        The export should be faster and more user-friendly. Use Redis to cache the relevant data, redesign the settings page, and also add sign-in with Google.
        It depends on the reporting team.
        """;

    private const string Good =
        """
        As a site admin I want to export user activity as CSV so that I can answer audit questions

        The export contains the sign-ins, role changes and deletions of one month, newest first.

        Acceptance criteria:
        - The file has one row per event, with time (UTC), person, event and IP address
        - An export for March contains the events of 1 to 31 March and no others
        - A month without events gives a file with only the header
        - 50,000 events are exported within 10 seconds
        """;

    private readonly ConcurrentDictionary<string, HomeModel> _homes = new(StringComparer.Ordinal);

    /// <summary>The start page with the example, in the language of the page.</summary>
    public async ValueTask<HomeModel> HomeAsync(CancellationToken cancellationToken)
    {
        var language = Language.Current.Tag;
        if (_homes.TryGetValue(language, out var known)) return known;
        var good = await JudgeAsync(Good, cancellationToken);
        return _homes[language] = new HomeModel(Poor, await JudgeAsync(Poor, cancellationToken)) { Becomes = new Becomes(Good, good.Scores) };
    }

    private async ValueTask<JudgedTicket> JudgeAsync(string text, CancellationToken cancellationToken)
    {
        var reading = TicketReader.Read(EvaluatorPages.Read(text)!, TicketLimits.Api);
        var judge = await judges.FindAsync("", Profile.DefaultName, cancellationToken);
        return JudgedTicket.Of(new EvaluatedTicket(reading.Ticket!, judge!.Judge(reading)));
    }
}
