using Vindex.Server.Portal.Compare;
using Vindex.Server.Scores.Groups;

namespace Vindex.Server.Portal.Tickets;

/// <summary>Filters of a list in words.</summary>
internal static class FilterTexts
{
    /// <summary>For example <c>Source: api</c>.</summary>
    public static string Of(string name, string value) => name switch
    {
        "min" => $"At least {value}",
        "max" => $"At most {value}",
        "key" => $"Key: {value}",
        _ => ScoreField.Filters.First(field => field.Name == name).By is var by && value == ScoreField.Without
            ? FieldNames.Without(by)
            : $"{FieldNames.Of(by)}: {value}",
    };
}
