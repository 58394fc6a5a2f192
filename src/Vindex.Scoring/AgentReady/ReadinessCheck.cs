using System.Globalization;
using System.Text.Json.Serialization;

namespace Vindex.Scoring.AgentReady;

/// <summary>What a coding agent needs to find in a ticket.</summary>
[JsonConverter(typeof(WireNames<ReadinessTopic>))]
public enum ReadinessTopic
{
    /// <summary>Files, components or identifiers.</summary>
    Files,

    /// <summary>The expected behavior.</summary>
    Behavior,

    /// <summary>How to verify the result.</summary>
    Verification,

    /// <summary>What must not be touched.</summary>
    Limits,
}

/// <summary>A topic's effect on the scores, and what to say about it (<c>AgentReady/checks.txt</c>).</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Dimension">The dimension that it moves.</param>
/// <param name="Met">Points if the ticket has it.</param>
/// <param name="Missing">Points if it does not; negative.</param>
/// <param name="WhyMet">One sentence.</param>
/// <param name="WhyMissing">One sentence.</param>
/// <param name="Advice">What to add.</param>
public sealed record ReadinessCheck(
    ReadinessTopic Topic, Dimension Dimension, double Met, double Missing, string WhyMet, string WhyMissing, string Advice)
{
    /// <summary>All checks, in the order of the work order.</summary>
    public static IReadOnlyList<ReadinessCheck> All { get; } = [.. DataFile.Lines("AgentReady/checks.txt").Select(Read)];

    /// <summary>Id of its rule, such as <c>testable.agent-verification</c>.</summary>
    public string Rule => $"{Dimension.Name()}.agent-{Topic.ToString().ToLowerInvariant()}";

    private static ReadinessCheck Read(string line)
    {
        var cells = line.Split('|', StringSplitOptions.TrimEntries);
        if (!Dimensions.TryParse(cells[1], out var dimension)) throw new InvalidDataException($"There is no dimension {cells[1]}.");
        return new ReadinessCheck(
            Enum.Parse<ReadinessTopic>(cells[0], ignoreCase: true), dimension, Number(cells[2]), Number(cells[3]), cells[4], cells[5], cells[6]);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
