using NodaTime.Text;
using Vindex.Server.Scores;

namespace Vindex.Server.Reviews;

/// <summary>How tickets are picked.</summary>
internal sealed class ReviewPickAttribute : RuleAttribute
{
    /// <summary>Any ticket that matches.</summary>
    public const string Random = "random";

    /// <summary>Tickets whose score has a low or medium confidence.</summary>
    public const string Uncertain = "uncertain";

    public override string Expected => $"must be {Random} or {Uncertain}";

    public override IEnumerable<string> Check(object value) => value is Random or Uncertain ? [] : [Expected];
}

/// <summary>A day.</summary>
internal sealed class DayAttribute : RuleAttribute
{
    public override string Expected => "must be an ISO 8601 date such as 2026-01-31";

    public override IEnumerable<string> Check(object value)
    {
        var day = LocalDatePattern.Iso.Parse((string)value);
        if (!day.Success) return [Expected];
        return day.Value >= Calendar.FirstDay && day.Value <= Calendar.LastDay
            ? []
            : [$"must be between {LocalDatePattern.Iso.Format(Calendar.FirstDay)} and {LocalDatePattern.Iso.Format(Calendar.LastDay)}"];
    }
}
