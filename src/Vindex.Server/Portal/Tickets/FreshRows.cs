using System.Globalization;
using Vindex.Storage;
using Vindex.Storage.Scores;

namespace Vindex.Server.Portal.Tickets;

/// <summary>The rows of a list, newest first, that came after those that a page shows.</summary>
internal static class FreshRows
{
    /// <summary>Name of the parameter with the newest row that the page shows.</summary>
    public const string Parameter = "newer";

    private const char Separator = '-';

    /// <summary>The value of the parameter for a page with these rows.</summary>
    public static string After(IReadOnlyList<ScoreItem> shown) => shown is [var newest, ..]
        ? string.Create(CultureInfo.InvariantCulture, $"{newest.CreatedAt.ToUnixTimeMilliseconds()}{Separator}{newest.Id}")
        : $"0{Separator}";

    /// <summary>Reads the parameter; null if it is left out or invalid.</summary>
    public static PagePosition? Read(IQueryCollection query) =>
        query[Parameter] is [{ Length: < 100 } text, ..] && text.Split(Separator) is [var at, var id]
        && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var time)
            ? new PagePosition(time, id)
            : null;

    /// <summary>Those of the first rows that are newer.</summary>
    public static ListPage<ScoreItem> Of(ListPage<ScoreItem> first, PagePosition newest) =>
        new([.. first.Items.TakeWhile(item => IsNewer(item, newest))], null);

    private static bool IsNewer(ScoreItem item, PagePosition newest) =>
        item.CreatedAt.ToUnixTimeMilliseconds() is var at && at == newest.Value ? string.CompareOrdinal(item.Id, newest.Id) > 0 : at > newest.Value;
}
