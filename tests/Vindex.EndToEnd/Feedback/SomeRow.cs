using System.Globalization;
using System.Text.Json;

namespace Vindex.EndToEnd.Feedback;

/// <summary>Rows made from a number and a version alone, so that a stored one can be compared to the letter with the one that was sent.</summary>
internal static class SomeRow
{
    /// <summary>No row is created before.</summary>
    public static DateTimeOffset First { get; } = new(2026, 9, 20, 0, 0, 0, TimeSpan.Zero);

    private static readonly string[] s_types = ["story", "review", "note"];

    public static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"row-{number}");

    public static string Type(int number) => s_types[number % s_types.Length];

    /// <summary>A payload with full-precision numbers, and now and then none, null or a text in their place.</summary>
    public static string Payload(int number, int version)
    {
        var random = new Random(HashCode(number, version));
        var score = random.Next(20) switch
        {
            0 => "null",
            1 => "\"0.5\"",
            2 => (random.NextDouble() * 1e12).ToString("R", CultureInfo.InvariantCulture),
            3 => (-random.NextDouble() / 1e9).ToString("R", CultureInfo.InvariantCulture),
            _ => random.NextDouble().ToString("R", CultureInfo.InvariantCulture),
        };
        var latency = random.Next(10) == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $",\"latency\":{random.Next(5000)}");
        var passed = random.Next(3) == 0 ? "false" : "true";
        return string.Create(CultureInfo.InvariantCulture, $"{{\"number\":{number},\"version\":{version},\"score\":{score}{latency},\"passed\":{passed}}}");
    }

    /// <summary>A moment within 60 days, over the change of the clocks in Europe; not in the order of the numbers.</summary>
    public static string CreatedAt(int number, int version)
    {
        var at = First.AddMilliseconds(new Random(HashCode(number, version) ^ 0x5EED).NextInt64(60L * 86_400_000));
        return at.ToString(at.Millisecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
    }

    /// <summary>The body of a create, or with a creation time the line of an import, or with another's id the body of a replace.</summary>
    public static string Body(int number, int version, string? createdAt = null, string? replaces = null) => string.Concat(
        "{\"project_id\":\"", FeedbackProject.Id, "\",\"weave_ref\":\"weave:///crash/stories/call/", number.ToString(CultureInfo.InvariantCulture),
        "\",\"feedback_type\":\"", Type(number), "\",\"id\":", JsonSerializer.Serialize(Id(number)),
        createdAt is null ? "" : $",\"created_at\":\"{createdAt}\"",
        replaces is null ? "" : $",\"feedback_id\":\"{replaces}\"",
        ",\"payload\":", Payload(number, version), "}");

    private static int HashCode(int number, int version) => unchecked((number * 16_777_619) ^ (version * 40_503));
}
