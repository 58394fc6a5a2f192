using System.Globalization;

namespace Vindex.Server.Configuration;

/// <summary>Reads and writes durations in settings: <c>250ms</c>, <c>5s</c>, <c>5m</c>, <c>2h</c>, <c>5d</c>, or <c>[d.]hh:mm:ss[.fff]</c>.</summary>
internal static class Durations
{
    private static readonly (string Suffix, TimeSpan Unit)[] Units =
    [
        ("ms", TimeSpan.FromMilliseconds(1)), ("s", TimeSpan.FromSeconds(1)), ("m", TimeSpan.FromMinutes(1)), ("h", TimeSpan.FromHours(1)),
        ("d", TimeSpan.FromDays(1)),
    ];

    /// <summary>The accepted forms, for messages.</summary>
    public const string Expected = "a duration such as 250ms, 5s, 30m, 2h, 5d or 00:00:05";

    /// <summary>Reads a duration. False for anything else, and for more than ten years.</summary>
    public static bool TryRead(string text, out TimeSpan duration)
    {
        duration = default;
        var written = text.Trim();
        // A plain number is rejected: TimeSpan would read days, people would mean seconds.
        if (written.Contains(':', StringComparison.Ordinal))
            return TimeSpan.TryParse(written, CultureInfo.InvariantCulture, out duration) && duration >= TimeSpan.Zero;

        foreach (var (suffix, unit) in Units)
        {
            if (!written.EndsWith(suffix, StringComparison.Ordinal))
                continue;
            if (!double.TryParse(
                written.AsSpan(0, written.Length - suffix.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                || number * unit.TotalDays > 3650)
            {
                return false;
            }

            duration = number * unit;
            return true;
        }

        return false;
    }

    /// <summary>The shortest form that parses to the same duration.</summary>
    public static string Write(TimeSpan duration)
    {
        for (var i = Units.Length - 1; i >= 0; i--)
        {
            var (suffix, unit) = Units[i];
            if (duration.Ticks % unit.Ticks == 0 && duration != TimeSpan.Zero)
                return $"{duration.Ticks / unit.Ticks}{suffix}";
        }

        return duration == TimeSpan.Zero ? "0s" : duration.ToString("c", CultureInfo.InvariantCulture);
    }
}
