namespace Vindex.Server.Feedback.Queries;

/// <summary>How large a query may be. Each row that is read costs at most a step for each of its operations.</summary>
internal static class QueryLimits
{
    /// <summary>Operations within operations.</summary>
    public const int Depth = 50;

    /// <summary>Operations, fields and literals together; the literals of <c>$in</c> lists have their own limit.</summary>
    public const int Nodes = 2_000;

    /// <summary>Literals in all <c>$in</c> lists together. They are looked up, not gone through.</summary>
    public const int ListItems = 100_000;

    /// <summary>Keys and indexes in one payload path.</summary>
    public const int PathKeys = 50;

    /// <summary>UTF-16 units of a field's name.</summary>
    public const int FieldLength = 1_000;

    /// <summary>Values of a list that are handed to the store; with more of them it is as quick to look at every row.</summary>
    public const int PushedValues = 1_000;

    /// <summary>Fields of an answer.</summary>
    public const int Fields = 200;

    /// <summary>Keys of an order.</summary>
    public const int SortKeys = 20;

    /// <summary>Bytes of rows that one request holds to sort them.</summary>
    public const long HeldBytes = 64L << 20;

    /// <summary>The same of all requests together: of those that hold the most, four at a time.</summary>
    public const long HeldBytesOfAll = 4 * HeldBytes;
}
