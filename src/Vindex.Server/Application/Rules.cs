using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace Vindex.Server.Application;

/// <summary>
/// A rule that a member of a request follows. <see cref="Check"/> sees only converted values of the member's type, never null.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal abstract class RuleAttribute : ValidationAttribute
{
    /// <summary>The error for a value of another type; null for the usual one of the member's type.</summary>
    public virtual string? Expected => null;

    /// <summary>The errors of a value that the member's type cannot hold; empty if it can, null to decide by the type alone.</summary>
    public virtual IReadOnlyList<string>? CheckJson(JsonElement value) => null;

    /// <summary>The error for null where the member may be left out but not be null; null for the usual one.</summary>
    public string? Null { get; init; }

    /// <summary>Errors of a value, each as the end of a sentence that begins with the member's name.</summary>
    public abstract IEnumerable<string> Check(object value);

    public override bool IsValid(object? value) => value is null || !Check(value).Any();
}

/// <summary>Text of 1 to <paramref name="max"/> UTF-16 units that is not blank.</summary>
internal class TextAttribute(int max) : RuleAttribute
{
    public int Max => max;

    public override IEnumerable<string> Check(object value)
    {
        var text = (string)value;
        if (string.IsNullOrWhiteSpace(text)) yield return "must not be blank";
        else if (text.Length > max) yield return $"must have at most {max} characters; it has {text.Length}";
    }
}

/// <summary>Text for names and ids, which appear in lists, logs and headers: without control characters.</summary>
internal class LineAttribute(int max) : TextAttribute(max)
{
    public override IEnumerable<string> Check(object value)
    {
        foreach (var error in base.Check(value)) yield return error;
        if (((string)value).Any(char.IsControl))
            yield return $"must not contain control characters; it contains U+{(int)((string)value).First(char.IsControl):X4}";
    }
}

/// <summary>Text of at most <paramref name="max"/> UTF-16 units, blank or not.</summary>
internal sealed class TextOrBlankAttribute(int max) : RuleAttribute
{
    public int Max => max;

    public override IEnumerable<string> Check(object value)
    {
        if (((string)value).Length > max) yield return $"must have at most {max} characters; it has {((string)value).Length}";
    }
}

/// <summary>
/// A list of at most <paramref name="maxItems"/> texts of 1 to <paramref name="maxLength"/> characters. Items that are not are refused one by one, and left out
/// of the value.
/// </summary>
internal class TextsAttribute(int maxItems, int maxLength) : RuleAttribute
{
    public int MaxItems => maxItems;

    public string TooMany => $"must have at most {maxItems} items";

    public string ItemExpected => $"must be text of 1 to {maxLength} characters";

    /// <summary>Whether a text can be an item.</summary>
    public bool Fits(string? item) => !string.IsNullOrWhiteSpace(item) && item.Length <= maxLength;

    public override IEnumerable<string> Check(object value) => [];
}

/// <summary>A list of at most <paramref name="max"/> objects.</summary>
internal sealed class ItemsAttribute(int max) : RuleAttribute
{
    public int Max => max;

    public override IReadOnlyList<string>? CheckJson(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > max ? [$"must have at most {max} items; it has {value.GetArrayLength()}"] : null;

    public override IEnumerable<string> Check(object value) => [];
}

/// <summary>A whole number.</summary>
internal sealed class WholeNumberAttribute(int min, int max) : RuleAttribute
{
    public int Min => min;

    public int Max => max;

    public override string Expected => $"must be a whole number from {min} to {max}";

    public override IEnumerable<string> Check(object value) => (int)value >= min && (int)value <= max ? [] : [Expected];
}

/// <summary>A score from 0 to 10 with at most one decimal.</summary>
internal sealed class ScoreAttribute : RuleAttribute
{
    public override string Expected => "must be a number from 0 to 10 with at most one decimal";

    public override IEnumerable<string> Check(object value) =>
        (decimal)value is >= 0 and <= 10 && (decimal)value * 10 == decimal.Truncate((decimal)value * 10) ? [] : [Expected];
}

/// <summary>Rejects unknown members, because ignoring them in a change would look like success.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class KnownMembersOnlyAttribute : Attribute;
