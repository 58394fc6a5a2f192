namespace Vindex.Storage.Sql;

/// <summary>Times as they are stored: Unix milliseconds, finer parts cut.</summary>
internal static class SqlTime
{
    /// <summary>As stored.</summary>
    public static long ToMs(this DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    /// <summary>The first stored time that is not before an instant: <c>stored &gt;= CeilingMs(x)</c> is "at or after x", <c>&lt;</c> is "before x".</summary>
    public static long CeilingMs(DateTimeOffset time) => time.ToMs() + (time.UtcTicks % TimeSpan.TicksPerMillisecond > 0 ? 1 : 0);

    /// <summary>From what was stored.</summary>
    public static DateTimeOffset FromMs(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);
}
