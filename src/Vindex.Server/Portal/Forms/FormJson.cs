using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Primitives;
using Vindex.Server.Security.Sessions;
using Vindex.Server.Web;

namespace Vindex.Server.Portal.Forms;

/// <summary>Writes the fields of a form as JSON. Invalid values are written as entered, so that validation reports them.</summary>
internal sealed class FormJson : IDisposable
{
    private readonly IFormCollection _form;
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly Utf8JsonWriter _json;

    public FormJson(IFormCollection form)
    {
        _form = form;
        _json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = WireFormat.Encoder });
        _json.WriteStartObject();
    }

    /// <summary>A text; blank is written as null if <paramref name="orNull"/>, otherwise left out.</summary>
    public FormJson Text(string name, bool orNull = false)
    {
        var text = Clean(_form.Value(name)).Trim();
        if (text.Length > 0) _json.WriteString(name, text);
        else if (orNull) _json.WriteNull(name);
        return this;
    }

    /// <summary>A number, or the entered text if it is not a number.</summary>
    public FormJson Number(string name, bool orNull = false)
    {
        var text = _form.Value(name).Trim().Replace(',', '.');
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            _json.WriteNumber(name, number);
        else Text(name, orNull);
        return this;
    }

    /// <summary>A checkbox.</summary>
    public FormJson Flag(string name)
    {
        _json.WriteBoolean(name, _form.Value(name) == "on");
        return this;
    }

    /// <summary>The selected checkboxes of a name; optionally left out if none is selected.</summary>
    public FormJson Ticked(string name, bool leaveOutNone = false)
    {
        var values = _form[name];
        if (values.Count > 0 || !leaveOutNone) List(name, values);
        return this;
    }

    /// <summary>The non-blank lines of a text; null if there are none.</summary>
    public FormJson Lines(string name)
    {
        var lines = Clean(_form.Value(name)).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (lines.Length == 0) _json.WriteNull(name);
        else List(name, lines);
        return this;
    }

    /// <summary>Writes other members.</summary>
    public FormJson With(Action<Utf8JsonWriter> write)
    {
        write(_json);
        return this;
    }

    /// <summary>Writes a nested object.</summary>
    public FormJson Within(string name, Action<FormJson> write)
    {
        _json.WriteStartObject(name);
        write(this);
        _json.WriteEndObject();
        return this;
    }

    public ReadOnlyMemory<byte> End()
    {
        _json.WriteEndObject();
        _json.Flush();
        return _buffer.WrittenMemory;
    }

    public void Dispose() => _json.Dispose();

    private void List(string name, StringValues values)
    {
        _json.WriteStartArray(name);
        foreach (var value in values) _json.WriteStringValue(Clean(value ?? ""));
        _json.WriteEndArray();
    }

    // Forms can contain U+0000, which is not allowed in texts; a replacement character shows where it was.
    private static string Clean(string text) => text.Replace('\0', '\uFFFD');
}
