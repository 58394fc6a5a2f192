using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Vindex.Server.Tests.Fuzzing;

/// <summary>An operation of the API description.</summary>
internal sealed record FuzzOperation(HttpMethod Method, string Path, JsonObject Description)
{
    /// <summary>The statuses that are described.</summary>
    public IReadOnlyCollection<int> Statuses { get; } =
        [.. Description["responses"]!.AsObject().Select(response => int.Parse(response.Key, CultureInfo.InvariantCulture))];

    /// <summary>The parameters in the path, the query, or the headers.</summary>
    public IEnumerable<JsonNode> Parameters(string place) =>
        (Description["parameters"] as JsonArray ?? []).OfType<JsonNode>().Where(one => one["in"]!.GetValue<string>() == place);
}

/// <summary>A random request to an operation.</summary>
internal sealed partial class FuzzRequest
{
    private readonly Random _random;
    private readonly SchemaValues _values;
    private readonly string _address;
    private readonly string? _type;
    private readonly string? _body;
    private readonly Dictionary<string, string> _headers = [];

    public FuzzRequest(FuzzOperation operation, FuzzCaller caller, SchemaValues values, Random random)
    {
        (Operation, Caller, _values, _random) = (operation, caller, values, random);
        _address = Address();
        foreach (var parameter in operation.Parameters("header").Where(_ => random.Next(3) == 0)) _headers[Name(parameter)] = Plain(values.Text(parameter["schema"], Name(parameter)));
        if (operation.Description["requestBody"]?["content"] is not JsonObject content || random.Next(30) == 0) return;
        var types = content.Select(type => type.Key).ToList();
        _type = types.Contains("application/json") && random.Next(3) > 0 ? "application/json" : types[random.Next(types.Count)];
        _body = Body(content[_type]!);
    }

    public FuzzOperation Operation { get; }

    public FuzzCaller Caller { get; }

    /// <summary>Whether the request itself has a text, so that a response may repeat it.</summary>
    public bool Contains(string text) =>
        Uri.UnescapeDataString(_address).Contains(text, StringComparison.Ordinal) || _body?.Contains(text, StringComparison.Ordinal) == true;

    public HttpRequestMessage Message()
    {
        var message = new HttpRequestMessage(Operation.Method, _address);
        foreach (var (name, value) in Caller.Headers.Concat(_headers)) message.Headers.TryAddWithoutValidation(name, value);
        if (_body is null) return message;
        if (_type == "multipart/form-data")
        {
            message.Content = new MultipartFormDataContent { { new StringContent(_body), "file", "backlog.csv" } };
            return message;
        }

        message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(_body));
        message.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(_type!);
        return message;
    }

    public override string ToString() => $"{Operation.Method} {_address} as {Caller.Name}, {_type ?? "no body"}: {_body?[..Math.Min(_body.Length, 1500)]}";

    private string Address()
    {
        var path = Operation.Path;
        foreach (var parameter in Operation.Parameters("path"))
        {
            var value = _values.Text(parameter["schema"], Name(parameter));
            // Dots and empty segments would make it another route.
            if (value.Trim().Trim('.', '/').Length == 0 || value.Contains('\0', StringComparison.Ordinal) || value.Contains('/', StringComparison.Ordinal)) value = "none";
            path = path.Replace($"{{{Name(parameter)}}}", Uri.EscapeDataString(Plain(value)), StringComparison.Ordinal);
        }

        var query = Operation.Parameters("query").Where(_ => _random.Next(3) == 0)
            .Select(parameter => $"{Name(parameter)}={Uri.EscapeDataString(Plain(_values.Text(parameter["schema"], Name(parameter))))}").ToList();
        return query.Count == 0 ? path : $"{path}?{string.Join('&', query)}";
    }

    private string Body(JsonNode content)
    {
        // An example is a good start for what the schema alone does not say.
        var text = content["example"] is { } example && _random.Next(4) == 0 ? example.ToJsonString() : _values.Of(content["schema"]);
        if (_type!.Contains("json", StringComparison.Ordinal) && _type != "application/json") text = string.Concat(Enumerable.Repeat(text + "\n", _random.Next(1, 4)));
        if (_type is "multipart/form-data" or "text/csv") text = "Key,Summary\nA-1,As a reader I want to extend loans\n" + text;
        text = Hosts().Replace(text, "http://127.0.0.1:1");
        return _random.Next(50) switch
        {
            0 => text[..(text.Length / 2)],
            1 => "",
            2 => new string('[', 300) + new string(']', 300),
            3 => "\uFEFF" + text,
            _ => text,
        };
    }

    private static string Name(JsonNode parameter) => parameter["name"]!.GetValue<string>();

    // In headers and addresses, half a surrogate pair cannot be sent, and a line break is the client's mistake.
    private static string Plain(string text) => string.Concat(text.Where(c => !char.IsSurrogate(c) && c is not ('\r' or '\n' or '\0')));

    // No test sends anything to another machine.
    [GeneratedRegex("https?://[^/\"\\\\ ]+", RegexOptions.NonBacktracking)]
    private static partial Regex Hosts();
}
