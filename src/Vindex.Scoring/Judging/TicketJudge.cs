using Vindex.Scoring.Profiles;
using Vindex.Scoring.Tickets;

namespace Vindex.Scoring.Judging;

/// <summary>
/// Judges tickets offline: a pure function of ticket, profile and version. Loading costs a few milliseconds; an instance is safe for any number of threads.
/// </summary>
public abstract class TicketJudge
{
    /// <summary>Provider name in <c>model_metadata</c>.</summary>
    public const string Provider = "vindex";

    /// <summary>For judges.</summary>
    private protected TicketJudge(Profile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        Profile = profile;
    }

    /// <summary>The profile that it was loaded for.</summary>
    public Profile Profile { get; }

    /// <summary>The version of the rubric; changes whenever a score could.</summary>
    public abstract string Version { get; }

    /// <summary>Model name in <c>model_metadata</c>: <c>rubric-&lt;version&gt;</c>.</summary>
    public string ModelName => "rubric-" + Version;

    /// <summary>Judges a ticket: same ticket, profile and version, same answer to the byte. Time is linear in the length of the ticket.</summary>
    /// <param name="reading">A reading that was not refused.</param>
    public abstract Judgement Judge(TicketReading reading);
}
