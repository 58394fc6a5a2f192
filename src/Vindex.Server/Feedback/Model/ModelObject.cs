using System.Text.Json;

namespace Vindex.Server.Feedback;

/// <summary>The members of an object in a request. Of equal keys the first counts. Fields are asked for in the model's order, then <see cref="Close"/> refuses the rest.</summary>
internal sealed class ModelObject
{
    private const int FewMembers = 24;
    private readonly JsonElement _element;
    private readonly List<(string Name, JsonElement Value)> _members = [];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly ModelErrors _errors;

    private ModelObject(JsonElement element, ModelLocation location, ModelErrors errors)
    {
        _element = element;
        _errors = errors;
        Location = location;
        HashSet<string>? seen = null;
        foreach (var member in element.EnumerateObject())
        {
            var name = member.Name;
            if (_members.Count == FewMembers) seen = _members.Select(known => known.Name).ToHashSet(StringComparer.Ordinal);
            if (seen is null ? IndexOf(name) < 0 : seen.Add(name)) _members.Add((name, member.Value));
        }
    }

    public ModelLocation Location { get; }

    /// <summary>The object's JSON as it came.</summary>
    public ReadOnlySpan<byte> Raw => System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(_element);

    /// <summary>All members, each key once, for objects whose keys are free.</summary>
    public IEnumerable<(string Name, ModelValue Value)> Members => _members.Select(member => (member.Name, ValueOf(member.Name, member.Value)));

    /// <summary>The object; null and an error when the value is another thing.</summary>
    public static ModelObject? Of(JsonElement element, ModelLocation location, ModelErrors errors)
    {
        if (element.ValueKind == JsonValueKind.Object) return new ModelObject(element, location, errors);
        const string message = "Input should be a valid dictionary or object to extract fields from";
        errors.Add(location, "model_attributes_type", message, System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(element));
        return null;
    }

    /// <summary>A member that must be there; null and an error when it is not.</summary>
    public ModelValue? Required(string name)
    {
        if (Given(name) is { } value) return value;
        _errors.Add(Location.Member(name), "missing", "Field required", Raw);
        return null;
    }

    /// <summary>A member with a default: null when it is not there. A JSON null is a value of the wrong type.</summary>
    public ModelValue? Given(string name)
    {
        _known.Add(name);
        var index = IndexOf(name);
        return index < 0 ? null : ValueOf(name, _members[index].Value);
    }

    /// <summary>A member that may be null: null when it is, or is not there.</summary>
    public ModelValue? Optional(string name) => Given(name) is { IsNull: false } value ? value : null;

    /// <summary>Refuses every member that was not asked for.</summary>
    public void Close()
    {
        foreach (var (name, value) in _members)
        {
            if (!_known.Contains(name)) ValueOf(name, value).Refuse("extra_forbidden", "Extra inputs are not permitted");
        }
    }

    /// <summary>Refuses the object as a whole for what one field cannot tell: <c>Value error, …</c>.</summary>
    public void RefuseValue(string message) => _errors.Add(Location, "value_error", "Value error, " + message, Raw);

    private ModelValue ValueOf(string name, JsonElement value) => new(value, Location.Member(name), _errors);

    private int IndexOf(string name)
    {
        for (var i = 0; i < _members.Count; i++)
        {
            if (_members[i].Name == name) return i;
        }

        return -1;
    }
}
