using System.Runtime.InteropServices;
using System.Text.Json;

namespace Vindex.Server.Feedback.Model;

/// <summary>
/// The members of an object in a request. Of duplicate keys, the first counts. Fields are read in the model's order, then <see cref="Close"/> rejects all
/// others.
/// </summary>
internal sealed class ModelObject
{
    private readonly JsonElement _element;
    private readonly List<(string Name, JsonElement Value, bool Known)> _members;
    private readonly ModelErrors _errors;

    private ModelObject(JsonElement element, ModelLocation location, ModelErrors errors)
    {
        _element = element;
        _errors = errors;
        Location = location;
        _members = new List<(string Name, JsonElement Value, bool Known)>(element.GetPropertyCount());

        // The names are decoded once, because about two dozen fields are looked up.
        foreach (var member in element.EnumerateObject()) _members.Add((member.Name, member.Value, false));
    }

    public ModelLocation Location { get; }

    /// <summary>The object's JSON as sent.</summary>
    public ReadOnlySpan<byte> Raw => JsonMarshal.GetRawUtf8Value(_element);

    /// <summary>All members, each key once, for objects with arbitrary keys.</summary>
    public IEnumerable<(string Name, ModelValue Value)> Members
    {
        get
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var (name, value, _) in _members)
            {
                if (seen.Add(name)) yield return (name, ValueOf(name, value));
            }
        }
    }

    /// <summary>The object; null and an error if the value is not an object.</summary>
    public static ModelObject? Of(JsonElement element, ModelLocation location, ModelErrors errors)
    {
        if (element.ValueKind == JsonValueKind.Object) return new ModelObject(element, location, errors);
        const string message = "Input should be a valid dictionary or object to extract fields from";
        errors.Add(location, "model_attributes_type", message, JsonMarshal.GetRawUtf8Value(element));
        return null;
    }

    /// <summary>A required member; null and an error if it is missing.</summary>
    public ModelValue? Required(string name)
    {
        if (Given(name) is { } value) return value;
        _errors.Add(Location.Member(name), "missing", "Field required", Raw);
        return null;
    }

    /// <summary>A member with a default: null if it is missing. A JSON null is an error.</summary>
    public ModelValue? Given(string name)
    {
        ModelValue? found = null;
        var members = CollectionsMarshal.AsSpan(_members);
        for (var i = 0; i < members.Length; i++)
        {
            if (members[i].Name != name) continue;
            members[i].Known = true;
            found ??= ValueOf(name, members[i].Value);
        }

        return found;
    }

    /// <summary>A nullable member: null if it is null or missing.</summary>
    public ModelValue? Optional(string name) => Given(name) is { IsNull: false } value ? value : null;

    /// <summary>Rejects all members that were not read.</summary>
    public void Close()
    {
        foreach (var (name, value, known) in _members)
        {
            if (!known) ValueOf(name, value).Refuse("extra_forbidden", "Extra inputs are not permitted");
        }
    }

    /// <summary>Rejects the object as a whole: <c>Value error, …</c>.</summary>
    public void RefuseValue(string message) => _errors.Add(Location, "value_error", "Value error, " + message, Raw);

    private ModelValue ValueOf(string name, JsonElement value) => new(value, Location, name, _errors);
}
