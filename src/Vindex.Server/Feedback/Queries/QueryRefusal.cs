namespace Vindex.Server.Feedback.Queries;

/// <summary>Why a query is invalid: the text of a 400.</summary>
internal sealed record QueryRefusal(string Reason)
{
    public static QueryRefusal UnknownField(string name) => new($"Unknown field: {name}");

    /// <param name="place">Location in the query, such as <c>$expr.$and[1].$eq</c>.</param>
    /// <param name="reason">The problem and what is allowed.</param>
    public static QueryRefusal At(string place, string reason) => new($"Invalid query at {place}: {reason}");
}
