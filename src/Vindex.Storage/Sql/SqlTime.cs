namespace Vindex.Storage.Sql;

/// <summary>Times as they are stored: Unix milliseconds, finer parts cut.</summary>
internal static class SqlTime
{
    /// <summary>As stored.</summary>
    public static long ToMs(this DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    /// <summary>From what was stored.</summary>
    public static DateTimeOffset FromMs(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);
}
