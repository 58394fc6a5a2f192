namespace Vindex.Server.Feedback.Queries;

/// <summary>Limits of a query. Each row costs at most one step per operation.</summary>
internal static class QueryLimits
{
    /// <summary>Nesting depth of operations.</summary>
    public const int Depth = 50;

    /// <summary>Operations, fields and literals together; the literals of <c>$in</c> lists have their own limit.</summary>
    public const int Nodes = 2_000;

    /// <summary>Literals in all <c>$in</c> lists together. They are looked up, not iterated.</summary>
    public const int ListItems = 100_000;

    /// <summary>Keys and indexes in one payload path.</summary>
    public const int PathKeys = 50;

    /// <summary>UTF-16 units of a field's name.</summary>
    public const int FieldLength = 1_000;

    /// <summary>Values of a list that are passed to the store; with more of them, checking every row is just as fast.</summary>
    public const int PushedValues = 1_000;

    /// <summary>Fields in a response.</summary>
    public const int Fields = 200;

    /// <summary>Sort keys.</summary>
    public const int SortKeys = 20;

    /// <summary>Bytes of rows that one request may hold for sorting.</summary>
    public const long HeldBytes = 64L << 20;

    /// <summary>The same for all requests together: enough for four requests at the limit.</summary>
    public const long HeldBytesOfAll = 4 * HeldBytes;
}
