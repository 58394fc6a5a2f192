using System.Globalization;
using System.Text.Json;

namespace Vindex.Server.Feedback.Model;

/// <summary>Query parameters of these endpoints, with errors like those of bodies. Of several values, the first counts.</summary>
internal sealed class FeedbackParameters(IQueryCollection query)
{
    private const int MaxText = 4096;

    /// <summary>The errors found so far.</summary>
    public ModelErrors Errors { get; } = new();

    /// <summary>The required <c>project_id</c>.</summary>
    public string ProjectId() => Required("project_id");

    /// <summary>A required text; empty and an error if it is missing.</summary>
    public string Required(string name)
    {
        var text = query[name] is [{ } first, ..] ? first : null;
        if (text is null) Errors.Add(ModelLocation.Query.Member(name), "missing", "Field required", default);
        else if (text.Length > MaxText) Refuse(name, text, "string_too_long", $"String should have at most {MaxText} characters");
        else if (text.Contains('\0', StringComparison.Ordinal)) Refuse(name, text, "value_error", "Value error, U+0000 is not text");
        else return text;
        return "";
    }

    /// <summary>A whole number within bounds.</summary>
    public int Number(string name, int otherwise, int min, int max)
    {
        if (query[name] is not [{ Length: > 0 } text, ..]) return otherwise;
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            Refuse(name, text, "int_parsing", "Input should be a valid integer, unable to parse string as an integer");
        else if (number < min) Refuse(name, text, "greater_than_equal", $"Input should be greater than or equal to {min}");
        else if (number > max) Refuse(name, text, "less_than_equal", $"Input should be less than or equal to {max}");
        else return (int)number;
        return otherwise;
    }

    private void Refuse(string name, string text, string type, string message) =>
        Errors.Add(ModelLocation.Query.Member(name), type, message, JsonSerializer.SerializeToUtf8Bytes(text, FeedbackJson.Shared.String));
}
