using Vindex.Storage;

namespace Vindex.Server.Web;

/// <summary>The parameters of lists that support only cursors.</summary>
internal static class CursorPage
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 200;

    /// <summary>The query parameters, for the API description.</summary>
    public static IReadOnlyList<QueryParameter> Parameters { get; } =
    [
        new("limit", $"Number of entries to return, 1 to {MaxLimit}; default {DefaultLimit}.", "integer"),
        new("cursor", "next_cursor of the previous page."),
    ];

    public static (int Limit, PagePosition? After) Read(QueryReader query, string list)
    {
        var limit = query.Integer("limit", 1, MaxLimit, DefaultLimit);
        if (query.Text("cursor", 256) is not { } text) return (limit, null);
        if (Cursor.TryRead(text, list, out var position)) return (limit, position);
        query.Errors.Add("cursor", "must be the unchanged next_cursor of the previous page");
        return (limit, null);
    }
}
