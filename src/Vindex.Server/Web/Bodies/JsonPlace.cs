using System.Text;
using System.Text.Json;

namespace Vindex.Server.Web.Bodies;

/// <summary>The position of a reader, such as <c>ticket_data.description.content[3].text</c>.</summary>
internal sealed class JsonPlace
{
    private readonly List<(string? Name, int Index)> _steps = [];

    /// <summary>Names of members and indexes of items, from outermost to innermost; −1 for an array that has just been entered.</summary>
    public IReadOnlyList<(string? Name, int Index)> Steps => _steps;

    public void Advance(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                // Not GetString, because the name itself may be invalid.
                _steps[^1] = (reader.ValueIsEscaped ? "?" : Encoding.UTF8.GetString(reader.ValueSpan), -1);
                break;
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                CountItem();
                _steps.Add((null, -1));
                break;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                _steps.RemoveAt(_steps.Count - 1);
                break;
            default:
                CountItem();
                break;
        }
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (name, index) in _steps)
        {
            if (name is not null) text.Append(text.Length == 0 ? "" : ".").Append(name);
            else if (index >= 0) text.Append('[').Append(index).Append(']');
        }

        return text.ToString();
    }

    // Positions in an array have no name; each value increases the index.
    private void CountItem()
    {
        if (_steps.Count > 0 && _steps[^1].Name is null) _steps[^1] = (null, _steps[^1].Index + 1);
    }
}
