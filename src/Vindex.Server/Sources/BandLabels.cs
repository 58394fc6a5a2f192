namespace Vindex.Server.Sources;

/// <summary>The labels that say in a tracker how good a ticket is.</summary>
internal static class BandLabels
{
    private const string Prefix = "invest:";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Of("healthy"), Of("needs-review"), Of("at-risk")];

    /// <summary>The label of a band.</summary>
    public static string Of(string band) => Prefix + band;

    /// <summary>Whether Vindex writes a label.</summary>
    public static bool IsOwn(string label) => label.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);
}
