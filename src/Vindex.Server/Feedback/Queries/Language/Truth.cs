namespace Vindex.Server.Feedback.Queries.Language;

/// <summary>SQL's three truth values, in the order that makes AND the smaller, OR the greater and NOT the mirror.</summary>
internal enum Truth : byte
{
    False = 0,

    /// <summary>A comparison with a value that is not there. A row is selected only by <see cref="True"/>.</summary>
    Unknown = 1,

    True = 2,
}
