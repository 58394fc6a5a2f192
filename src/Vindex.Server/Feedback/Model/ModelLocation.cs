using System.Text.Json;

namespace Vindex.Server.Feedback.Model;

/// <summary>A location in a request, as in errors: <c>["body", "metrics", 0, "json_path"]</c>.</summary>
internal sealed class ModelLocation
{
    private readonly ModelLocation? _parent;
    private readonly string? _name;
    private readonly long _index;

    private ModelLocation(ModelLocation? parent, string? name, long index)
    {
        _parent = parent;
        _name = name;
        _index = index;
    }

    /// <summary>The body as a whole.</summary>
    public static ModelLocation Body { get; } = new(null, "body", 0);

    /// <summary>The query parameters.</summary>
    public static ModelLocation Query { get; } = new(null, "query", 0);

    public ModelLocation Member(string name) => new(this, name, 0);

    public ModelLocation Item(long index) => new(this, null, index);

    /// <summary>Writes the array.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartArray();
        WriteSteps(json);
        json.WriteEndArray();
    }

    /// <summary>The location as text, such as <c>body.batch.3.payload</c>.</summary>
    public override string ToString() => (_parent is null ? "" : _parent + ".") + (_name ?? _index.ToString());

    private void WriteSteps(Utf8JsonWriter json)
    {
        _parent?.WriteSteps(json);
        if (_name is null) json.WriteNumberValue(_index);
        else json.WriteStringValue(_name);
    }
}
