using System.CommandLine;
using NodaTime;
using NodaTime.Text;
using NodaTime.TimeZones;
using Vindex.Server.Web.Requests;

namespace Vindex.Cli.Feedback;

/// <summary>Times as people type them: a date (its first instant in the zone), a local time, or an instant with Z or an offset.</summary>
internal static class TimeText
{
    private const string Forms = "a date (2026-03-01), a local time (2026-03-01T14:30) or an instant (2026-03-01T14:30:00Z)";

    private static readonly IPattern<LocalDateTime>[] s_local =
    [
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm"),
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd' 'HH':'mm"),
        LocalDateTimePattern.ExtendedIso,
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd' 'HH':'mm':'ss;FFFFFFFFF"),
    ];

    private static readonly IPattern<OffsetDateTime>[] s_instants =
    [
        OffsetDateTimePattern.ExtendedIso,
        OffsetDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mmo<Z+HH:mm>"),
    ];

    /// <summary>An option that takes a time.</summary>
    public static Option<string?> Option(string name, string description)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = "TIME" };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !IsTime(result.Tokens[0].Value)) result.AddError($"{name} expects {Forms}, not '{result.Tokens[0].Value}'");
        });
        return option;
    }

    /// <summary><c>--timezone</c>.</summary>
    public static Option<string?> ZoneOption(string description)
    {
        var option = new Option<string?>("--timezone", "-z") { Description = $"{description} (IANA name) [default: UTC]", HelpName = "ZONE" };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count != 1 || FindZone(result.Tokens[0].Value) is not null) return;
            var nearest = Nearest.Of(result.Tokens[0].Value, DateTimeZoneProviders.Tzdb.Ids);
            result.AddError(
                $"--timezone: unknown time zone '{result.Tokens[0].Value}'{(nearest is null ? "; use an IANA name such as Europe/Berlin" : $"; did you mean '{nearest}'?")}");
        });
        return option;
    }

    /// <summary>The zone of a name that was found to be one; UTC for none.</summary>
    public static DateTimeZone Zone(string? name) =>
        name is null ? DateTimeZone.Utc : FindZone(name) ?? throw new ArgumentException($"Unknown time zone {name}.", nameof(name));

    /// <summary>The instant that a text means; null for none.</summary>
    public static Instant? Read(string? text, DateTimeZone zone)
    {
        if (text is null) return null;
        if (Try(s_instants, text) is { } offset) return offset.ToInstant();
        if (LocalDatePattern.Iso.Parse(text) is { Success: true } date) return zone.AtStartOfDay(date.Value).ToInstant();
        // A skipped local time means the instant of the change, a repeated one its first occurrence.
        var local = Try(s_local, text) ?? throw new ArgumentException($"Not a time: {text}", nameof(text));
        return zone.ResolveLocal(local, Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnStartOfIntervalAfter)).ToInstant();
    }

    private static bool IsTime(string text) => Try(s_instants, text) is not null || LocalDatePattern.Iso.Parse(text).Success || Try(s_local, text) is not null;

    private static T? Try<T>(IPattern<T>[] patterns, string text)
        where T : struct
    {
        foreach (var pattern in patterns)
        {
            if (pattern.Parse(text) is { Success: true } parsed) return parsed.Value;
        }

        return null;
    }

    // The server's list: no offsets such as UTC+1, which the provider would understand.
    private static DateTimeZone? FindZone(string name) => DateTimeZoneProviders.Tzdb.Ids.Contains(name) ? DateTimeZoneProviders.Tzdb[name] : null;
}
