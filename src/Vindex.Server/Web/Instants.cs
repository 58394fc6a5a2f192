using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime.Text;

namespace Vindex.Server.Web;

/// <summary>Instants on the wire: ISO 8601, UTC, with <c>Z</c>; milliseconds only where there are any.</summary>
internal static class Instants
{
    private static readonly OffsetDateTimePattern s_pattern = OffsetDateTimePattern.ExtendedIso;

    public static string Format(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString(instant.UtcDateTime.Millisecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Reads ISO 8601 with any offset; false for local times and for what lies outside of years 1970–9998.</summary>
    public static bool TryParse(string text, out DateTimeOffset instant)
    {
        var parsed = s_pattern.Parse(text);
        instant = default;
        if (!parsed.Success || parsed.Value.Year is < 1970 or > 9998) return false;
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
