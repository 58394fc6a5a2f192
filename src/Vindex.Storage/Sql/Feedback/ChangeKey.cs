namespace Vindex.Storage.Sql.Feedback;

/// <summary>The key of a change in the database: the project's number in the high bits, the change's own in the low forty.</summary>
internal static class ChangeKey
{
    /// <summary>The factor of a project's number; SQL contains the same number.</summary>
    public const long Span = 1L << 40;

    /// <summary>The project's number.</summary>
    public static long ProjectOf(long key) => key >> 40;

    /// <summary>The change's number within its project.</summary>
    public static long SequenceOf(long key) => key & (Span - 1);

    /// <summary>The key of a change.</summary>
    public static long Of(long project, long sequence) => (project << 40) | sequence;
}
