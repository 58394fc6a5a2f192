using System.Globalization;
using System.Text;

namespace Vindex.TrackerFakes.Jira;

/// <summary>A page token of Jira Cloud, which has the sort values of the last issue and the query.</summary>
internal sealed record PageToken(DateTimeOffset Updated, long Id, string Jql)
{
    public static PageToken? Read(string token)
    {
        var bytes = new byte[token.Length];
        if (!Convert.TryFromBase64String(token, bytes, out var length)) return null;
        var parts = Encoding.UTF8.GetString(bytes, 0, length).Split('#', 3);
        return parts.Length == 3 && long.TryParse(parts[0], out var ticks) && long.TryParse(parts[1], out var id)
            ? new PageToken(new DateTimeOffset(ticks, TimeSpan.Zero), id, parts[2])
            : null;
    }

    public string Write() => Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Updated.UtcTicks}#{Id}#{Jql}")));
}
