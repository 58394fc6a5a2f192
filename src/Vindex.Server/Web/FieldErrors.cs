namespace Vindex.Server.Web;

/// <summary>What is wrong with a request, by field; the first few make the sentence of <c>detail</c>.</summary>
internal sealed class FieldErrors
{
    /// <summary>Names the body as a whole where no field of it is meant.</summary>
    public const string WholeBody = "body";

    private readonly Dictionary<string, IReadOnlyList<string>> _byField = [];
    private readonly bool _closed;

    public FieldErrors()
    {
    }

    /// <summary>Holds what another does and takes no more: where the whole is wrong, its parts are not worth telling.</summary>
    public FieldErrors(FieldErrors whole)
    {
        _byField = whole._byField;
        _closed = true;
    }

    public bool Any => _byField.Count > 0;

    public IReadOnlyDictionary<string, IReadOnlyList<string>> ByField => _byField;

    public string Summary => string.Join(" ", _byField.Take(3).Select(pair => pair.Key == WholeBody ? $"The body {pair.Value[0]}." : $"{pair.Key}: {pair.Value[0]}."));

    public void Add(string field, string error)
    {
        if (_closed) return;
        var name = field.Length == 0 ? WholeBody : field;
        _byField[name] = _byField.TryGetValue(name, out var present) ? [.. present, error] : [error];
    }
}
