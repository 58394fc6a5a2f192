namespace Vindex.Statistics.ClickHouse.Streaming;

/// <summary>How far the changes of a project have been copied.</summary>
/// <param name="Id">The stream, which the rows name.</param>
/// <param name="Incarnation">The numbering that the positions mean.</param>
/// <param name="Position">The last change that has been copied.</param>
/// <param name="StartedAt">When the stream began, milliseconds since 1970 UTC; of several streams, the latest is the project's.</param>
/// <param name="ReadAt">When this was read from ClickHouse or written there.</param>
internal sealed record StreamState(ulong Id, string Incarnation, long Position, long StartedAt, DateTimeOffset ReadAt);

/// <summary>A step of copying changes, at which tests let it fail.</summary>
internal enum StreamStep
{
    /// <summary>Before rows are inserted.</summary>
    Rows,

    /// <summary>After rows were inserted, before their position is.</summary>
    Position,
}
