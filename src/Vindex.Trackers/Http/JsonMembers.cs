using System.Globalization;
using System.Text.Json;

namespace Vindex.Trackers.Http;

/// <summary>Reads members of a tracker's objects. A member that is missing, null or of another type has no value.</summary>
internal static class JsonMembers
{
    /// <summary>A non-null member; undefined if there is none.</summary>
    public static JsonElement Member(this JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : default;

    /// <summary>A member of a member, by their names.</summary>
    public static JsonElement Member(this JsonElement value, string name, params ReadOnlySpan<string> more)
    {
        var member = value.Member(name);
        foreach (var next in more) member = member.Member(next);
        return member;
    }

    /// <summary>Whether there is a value.</summary>
    public static bool Exists(this JsonElement value) => value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    /// <summary>The element as text; null if it is not text.</summary>
    public static string? AsText(this JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String) return null;
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair: JSON, but not Unicode.
            return null;
        }
    }

    /// <summary>A text; null if there is none.</summary>
    public static string? Text(this JsonElement value, string name) => value.Member(name).AsText();

    /// <summary>An id, which may be text or a whole number; null if there is none.</summary>
    public static string? Id(this JsonElement value, string name)
    {
        var member = value.Member(name);
        return member.ValueKind == JsonValueKind.Number && member.TryGetInt64(out var id) ? id.ToString(CultureInfo.InvariantCulture) : member.AsText();
    }

    /// <summary>A whole number; null if there is none.</summary>
    public static long? Whole(this JsonElement value, string name)
    {
        var member = value.Member(name);
        return member.ValueKind == JsonValueKind.Number && member.TryGetInt64(out var number) ? number : null;
    }

    /// <summary>Whether a member is true.</summary>
    public static bool IsTrue(this JsonElement value, string name) => value.Member(name).ValueKind == JsonValueKind.True;

    /// <summary>The items of a list; none if there is no list.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement value, string name) =>
        value.Member(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    /// <summary>The texts of a list.</summary>
    public static IReadOnlyList<string> Texts(this JsonElement value, string name) => [.. value.Items(name).Select(AsText).OfType<string>()];

    /// <summary>A time with its offset; null if there is none.</summary>
    public static DateTimeOffset? Time(this JsonElement value, string name) =>
        value.Text(name) is { } text && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    /// <summary>An address; null if there is none.</summary>
    public static Uri? Address(this JsonElement value, string name) =>
        Uri.TryCreate(value.Text(name), UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address : null;
}
