using Vindex.Server.Portal.Compare;
using Vindex.Server.Scores.Groups;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Tickets;

/// <summary>Filters of a list in words.</summary>
internal static class FilterTexts
{
    /// <summary>For example <c>Source: api</c>.</summary>
    public static string Of(string name, string value) => name switch
    {
        "min" => T("tickets.filter-min", ("value", Wording.Shown(value))),
        "max" => T("tickets.filter-max", ("value", Wording.Shown(value))),
        "key" => T("tickets.filter-key", ("value", value)),
        "since" => T("tickets.filter-since", ("value", value)),
        "until" => T("tickets.filter-until", ("value", value)),
        _ => ScoreField.Filters.First(field => field.Name == name).By is var by && value == ScoreField.Without
            ? FieldNames.Without(by)
            : T("tickets.filter", ("field", FieldNames.Of(by)), ("value", value)),
    };
}
