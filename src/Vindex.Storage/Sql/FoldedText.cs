namespace Vindex.Storage.Sql;

/// <summary>Case folding of any script, done here once and stored, so that no database's idea of case matters.</summary>
internal static class FoldedText
{
    /// <summary>Folds by Unicode's simple case mappings: to upper and back to lower, which joins final sigma to sigma and the Kelvin sign to k.</summary>
    public static string Fold(string text) => text.ToUpperInvariant().ToLowerInvariant();

    /// <summary>A LIKE pattern (escape character <c>\</c>) that finds a word anywhere in folded text.</summary>
    public static string Containing(string word) =>
        $"%{Fold(word).Replace(@"\", @"\\").Replace("%", @"\%").Replace("_", @"\_")}%";
}
