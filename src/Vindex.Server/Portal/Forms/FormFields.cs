using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using Vindex.Server.Security.Sessions;
using Vindex.Server.Web.Bodies;

namespace Vindex.Server.Portal.Forms;

/// <summary>The fields of a form as values of a record's members. A value that the member cannot have is an error, as in a JSON body.</summary>
internal sealed class FormFields
{
    private readonly IFormCollection _form;
    private readonly IReadOnlyList<BodyMember> _members;
    private readonly string _path;

    public FormFields(IFormCollection form, JsonTypeInfo record)
        : this(form, record, "", new FieldErrors())
    {
    }

    private FormFields(IFormCollection form, JsonTypeInfo record, string path, FieldErrors errors)
    {
        _form = form;
        _members = BodyMember.Of(record);
        _path = path;
        Errors = errors;
    }

    public FieldErrors Errors { get; }

    /// <summary>A required text.</summary>
    public string Text(string name) => OptionalText(name) ?? Missing<string>(name) ?? "";

    /// <summary>A text; null if blank.</summary>
    public string? OptionalText(string name) => Trimmed(name) is { Length: > 0 } text ? text : null;

    /// <summary>A required number.</summary>
    public decimal Number(string name) => Trimmed(name).Length == 0 ? Missing<decimal>(name) : OptionalNumber(name) ?? default;

    /// <summary>A number, with a point or a comma; null if blank.</summary>
    public decimal? OptionalNumber(string name)
    {
        if (decimal.TryParse(
            Trimmed(name).Replace(',', '.'), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        if (Trimmed(name).Length > 0) Refuse(name, Member(name).WrongType);
        return null;
    }

    /// <summary>A whole number; null if blank.</summary>
    public int? OptionalWholeNumber(string name)
    {
        if (OptionalNumber(name) is not { } number) return null;
        if (number.Scale == 0 && number is >= int.MinValue and <= int.MaxValue) return (int)number;
        Refuse(name, Member(name).WrongType);
        return null;
    }

    /// <summary>A checkbox.</summary>
    public bool Flag(string name) => _form.Value(name) == "on";

    /// <summary>The selected checkboxes of a name.</summary>
    public IReadOnlyList<string> Ticked(string name) => Texts(name, [.. _form[name].Select(value => Clean(value ?? ""))]);

    /// <summary>The same; null if none is selected.</summary>
    public IReadOnlyList<string>? OptionalTicked(string name) => _form[name].Count > 0 ? Ticked(name) : null;

    /// <summary>The non-blank lines of a text; null if there are none.</summary>
    public IReadOnlyList<string>? OptionalLines(string name) =>
        Clean(_form.Value(name)).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is { Length: > 0 } lines
            ? Texts(name, lines)
            : null;

    /// <summary>The fields of a nested record.</summary>
    public T Within<T>(string name, Func<FormFields, T> read) => read(new FormFields(_form, Member(name).TypeInfo, _path + name + ".", Errors));

    /// <summary>Adds an error.</summary>
    public void Refuse(string name, string error) => Errors.Add(_path + name, error);

    private T? Missing<T>(string name)
    {
        Refuse(name, Member(name).RefuseNull);
        return default;
    }

    // Items that are not accepted are left out, as in a JSON body.
    private List<string> Texts(string name, string[] values)
    {
        var member = Member(name);
        var rule = member.Texts!;
        if (values.Length > rule.MaxItems)
        {
            Refuse(name, rule.TooMany);
            Errors.AddAll(_path + name, member.EmptyErrors);
            return [];
        }

        var accepted = new List<string>();
        foreach (var value in values)
        {
            if (rule.Fits(value)) accepted.Add(value);
            else Refuse($"{name}[{accepted.Count}]", rule.ItemExpected);
        }

        return accepted;
    }

    private BodyMember Member(string name) => _members.First(member => member.Name == name);

    private string Trimmed(string name) => Clean(_form.Value(name)).Trim();

    // Forms can contain U+0000, which is not allowed in texts; a replacement character shows where it was.
    private static string Clean(string text) => text.Replace('\0', '\uFFFD');
}
