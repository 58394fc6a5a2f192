using System.Text.Json.Serialization;

namespace Vindex.Scoring;

/// <summary>The six INVEST dimensions, in the order in which the API lists them (Wake, 2003).</summary>
[JsonConverter(typeof(WireNames<Dimension>))]
public enum Dimension
{
    /// <summary>Can be planned, built and delivered without another unfinished ticket.</summary>
    Independent,

    /// <summary>Leaves the how to the team.</summary>
    Negotiable,

    /// <summary>Says who gains what.</summary>
    Valuable,

    /// <summary>Holds enough to size the work.</summary>
    Estimable,

    /// <summary>Fits into a sprint.</summary>
    Small,

    /// <summary>It is clear when the ticket is done.</summary>
    Testable,
}

/// <summary>The dimensions and their names on the wire.</summary>
public static class Dimensions
{
    /// <summary>How many dimensions there are.</summary>
    public const int Count = 6;

    private static readonly string[] s_names = ["independent", "negotiable", "valuable", "estimable", "small", "testable"];

    /// <summary>All six, in the order of the API.</summary>
    public static IReadOnlyList<Dimension> All { get; } =
        [Dimension.Independent, Dimension.Negotiable, Dimension.Valuable, Dimension.Estimable, Dimension.Small, Dimension.Testable];

    /// <summary>The names on the wire (lower case), in the order of the API.</summary>
    public static IReadOnlyList<string> Names => s_names;

    /// <summary>The name on the wire, for example <c>testable</c>.</summary>
    public static string Name(this Dimension dimension) => s_names[(int)dimension];

    /// <summary>Reads a name on the wire; false when it names no dimension (case matters).</summary>
    public static bool TryParse(string? name, out Dimension dimension)
    {
        var index = Array.IndexOf(s_names, name);
        dimension = (Dimension)Math.Max(index, 0);
        return index >= 0;
    }
}
