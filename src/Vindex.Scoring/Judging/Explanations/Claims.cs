using System.Globalization;
using Vindex.Scoring.Judging.Signals;
using Vindex.Scoring.Reading;
using Vindex.Scoring.Reading.Models;

namespace Vindex.Scoring.Judging.Explanations;

/// <summary>
/// How likely a sentence must be of a type before a contribution says that the ticket has it (<c>Judging/claims.txt</c>). Groups that are not listed there
/// are read off the text and always certain.
/// </summary>
internal static class Claims
{
    private const int Levels = 4;
    private const int Absent = 0;

    private static readonly double[]?[] s_thresholds = Load();

    /// <summary>Whether the evidence of a group of signals is a likelihood.</summary>
    public static bool IsLikelihood(int group) => s_thresholds[Index(group, default)] is not null;

    /// <summary>How sure a claim is, given how likely its clearest sentence is.</summary>
    public static ClaimStrength Of(int group, TicketKind kind, double likelihood)
    {
        if (s_thresholds[Index(group, kind)] is not { } thresholds) return ClaimStrength.Certain;
        var strength = ClaimStrength.Unlikely;
        while (strength < ClaimStrength.Certain && likelihood >= thresholds[(int)strength + 1]) strength++;
        return strength;
    }

    /// <summary>Whether the ticket lacks it for sure.</summary>
    public static bool IsAbsent(int group, TicketKind kind, double likelihood) =>
        s_thresholds[Index(group, kind)] is { } thresholds && likelihood < thresholds[Absent];

    private static int Index(int group, TicketKind kind) => (group * ReadingModel.Kinds) + (int)kind;

    // "group level likelihood" or "group kind level likelihood"; the levels are absent, possible, likely and certain.
    private static double[]?[] Load()
    {
        var thresholds = new double[]?[TicketSignals.Groups.Length * ReadingModel.Kinds];
        foreach (var line in DataFile.Lines("Judging/claims.txt"))
        {
            var parts = line.Split(' ');
            var group = SignalGroup.IndexOf(parts[0]);
            var level = parts[^2] == "absent" ? Absent : (int)Enum.Parse<ClaimStrength>(parts[^2], ignoreCase: true);
            var kinds = parts.Length == 4 ? [Enum.Parse<TicketKind>(parts[1], ignoreCase: true)] : Enum.GetValues<TicketKind>();
            foreach (var kind in kinds)
                (thresholds[Index(group, kind)] ??= new double[Levels])[level] = double.Parse(parts[^1], CultureInfo.InvariantCulture);
        }

        return thresholds;
    }
}
