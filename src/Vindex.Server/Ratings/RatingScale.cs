namespace Vindex.Server.Ratings;

/// <summary>What a range of ratings means.</summary>
/// <param name="Range">For example <c>7–8</c>.</param>
/// <param name="Meaning">What is true of such a ticket.</param>
public sealed record ScaleLevel(string Range, string Meaning);

/// <summary>The scale on which people rate, which is the judge's: see <c>scale.txt</c>.</summary>
internal static class RatingScale
{
    private static readonly ILookup<string, ScaleLevel> s_levels = Lines()
        .Select(line => line.Split('\t'))
        .ToLookup(cells => cells[0], cells => new ScaleLevel(cells[1], cells[2]), StringComparer.Ordinal);

    /// <summary>The levels of a dimension or of <c>overall</c>, the best first.</summary>
    public static IReadOnlyList<ScaleLevel> Of(string dimension) => [.. s_levels[dimension]];

    private static List<string> Lines()
    {
        using var stream = typeof(RatingScale).Assembly.GetManifestResourceStream("rating-scale.txt")!;
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#')];
    }
}
