namespace Vindex.Scoring.Rewriting.Formats;

/// <summary>Nesting of list items in the formats.</summary>
internal static class ListLevels
{
    /// <summary>The deepest; items below it stay there.</summary>
    public const int Most = 6;

    /// <summary>The level of an item, from 1.</summary>
    public static int Of(RewriteBlock block) => Math.Clamp(block.Level, 1, Most);
}
