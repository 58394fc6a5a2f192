namespace Vindex.Server.Feedback.Queries.Language;

/// <summary>SQL's three truth values, ordered so that AND is the minimum, OR the maximum and NOT the mirror image.</summary>
internal enum Truth : byte
{
    False = 0,

    /// <summary>The result of comparing a missing value. A row matches only if the result is <see cref="True"/>.</summary>
    Unknown = 1,

    True = 2,
}
