namespace Vindex.Server.Feedback.Queries;

/// <summary>Why a query cannot be answered: the text of a 400.</summary>
internal sealed record QueryRefusal(string Reason)
{
    public static QueryRefusal UnknownField(string name) => new($"Unknown field: {name}");

    /// <param name="place">Where in the query, such as <c>$expr.$and[1].$eq</c>.</param>
    /// <param name="reason">What is wrong there and what is allowed.</param>
    public static QueryRefusal At(string place, string reason) => new($"Invalid query at {place}: {reason}");
}
