namespace Vindex.Server.Application;

/// <summary>Errors of a request by field; the first few form the text of <c>detail</c>.</summary>
internal sealed class FieldErrors
{
    /// <summary>Stands for the body as a whole.</summary>
    public const string WholeBody = "body";

    private readonly Dictionary<string, IReadOnlyList<string>> _byField = [];
    private bool _closed;

    public bool Any => _byField.Count > 0;

    public IReadOnlyDictionary<string, IReadOnlyList<string>> ByField => _byField;

    public string Summary =>
        string.Join(" ", _byField.Take(3).Select(pair => pair.Key == WholeBody ? $"The body {pair.Value[0]}." : $"{pair.Key}: {pair.Value[0]}."));

    public void Add(string field, string error)
    {
        if (!_closed) Append(field, error);
    }

    public void AddAll(string field, IEnumerable<string> errors)
    {
        foreach (var error in errors) Add(field, error);
    }

    /// <summary>Adds the errors of other parts of the request, such as its headers; these are needed even if the body as a whole is invalid.</summary>
    public void AddOthers(FieldErrors others)
    {
        foreach (var (field, errors) in others._byField)
        {
            foreach (var error in errors) Append(field, error);
        }
    }

    /// <summary>Adds a final error: the request as a whole is invalid, so errors of its parts are not needed.</summary>
    public void Close(string error)
    {
        Add(WholeBody, error);
        _closed = true;
    }

    /// <summary>Whether a field or a part of it has an error.</summary>
    public bool Has(string field) =>
        _byField.Keys.Any(name =>
            name == field || (name.StartsWith(field, StringComparison.Ordinal) && name.Length > field.Length && name[field.Length] is '.' or '['));

    private void Append(string field, string error)
    {
        var name = field.Length == 0 ? WholeBody : field;
        _byField[name] = _byField.TryGetValue(name, out var present) ? [.. present, error] : [error];
    }
}
