using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime.Text;

namespace Vindex.Server.Web;

/// <summary>Timestamps in the API: ISO 8601, UTC, with <c>Z</c>; milliseconds only if there are any.</summary>
internal static class Instants
{
    private const int FirstYear = 1970;
    private const int LastYear = 9998;
    private static readonly OffsetDateTimePattern s_pattern = OffsetDateTimePattern.ExtendedIso;

    public static string Format(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString(
            instant.UtcDateTime.Millisecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Reads ISO 8601 with any offset; false for local times and years outside 1970–9998.</summary>
    public static bool TryParse(string text, out DateTimeOffset instant) => TryParse(text, out instant, out _);

    /// <summary>The same, with an error.</summary>
    public static bool TryParse(string text, out DateTimeOffset instant, [NotNullWhen(false)] out string? error)
    {
        var parsed = s_pattern.Parse(text);
        instant = default;
        error = !parsed.Success ? "must be an ISO 8601 time with its offset, such as 2026-04-16T09:12:08Z"
            : parsed.Value.Year is < FirstYear or > LastYear ? $"must be within the years {FirstYear} to {LastYear}"
            : null;
        if (error is not null) return false;
        instant = parsed.Value.ToInstant().ToDateTimeOffset();
        return true;
    }
}

/// <summary>Writes <see cref="DateTimeOffset"/> as <see cref="Instants.Format"/> does.</summary>
internal sealed class InstantConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Instants.TryParse(reader.GetString() ?? "", out var instant) ? instant : throw new JsonException("Not an instant.");

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(Instants.Format(value));
}
