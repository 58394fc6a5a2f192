using System.Text;
using System.Text.Json;

namespace Vindex.Server.Web.Bodies;

/// <summary>Where a reader stands, as <c>ticket_data.description.content[3].text</c>.</summary>
internal sealed class JsonPlace
{
    private readonly List<(string? Name, int Index)> _steps = [];

    /// <summary>Names of members and, where there is none, indexes of items, from the outside in; an index of −1 stands for a whole that was just opened.</summary>
    public IReadOnlyList<(string? Name, int Index)> Steps => _steps;

    public void Advance(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                // Not GetString: the name may be the very thing that is wrong.
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

    // An array's place has no name; each value in it moves the index on.
    private void CountItem()
    {
        if (_steps.Count > 0 && _steps[^1].Name is null) _steps[^1] = (null, _steps[^1].Index + 1);
    }
}
