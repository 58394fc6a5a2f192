using System.Buffers;
using System.Text.Json;
using Vindex.Server.Web;

namespace Vindex.Server.Feedback.Model;

/// <summary>
/// The errors of a request that does not fit its model, and the response: 422 with <c>{"detail": [{"type", "loc", "msg", "input"}]}</c>, types and texts as
/// FastAPI with pydantic 2 has them, which is what clients of these endpoints know.
/// </summary>
internal sealed class ModelErrors : IResult
{
    /// <summary>The most errors reported.</summary>
    public const int Most = 100;

    // An error shows the invalid value, but does not return large payloads.
    private const int MaxInput = 16 * 1024;
    private readonly List<ModelError> _errors = [];

    public bool Any => _errors.Count > 0;

    /// <summary>One error.</summary>
    public static ModelErrors Of(ModelLocation location, string type, string message, ReadOnlySpan<byte> input)
    {
        var errors = new ModelErrors();
        errors.Add(location, type, message, input);
        return errors;
    }

    /// <summary>Whether further errors would not be reported, so that there is no point in looking for them.</summary>
    public bool IsFull => _errors.Count >= Most;

    public IReadOnlyList<ModelError> All => _errors;

    /// <summary>Adds an error.</summary>
    /// <param name="location">Location.</param>
    /// <param name="type">Type of the error, such as <c>missing</c>.</param>
    /// <param name="message">The message.</param>
    /// <param name="input">The invalid JSON.</param>
    public void Add(ModelLocation location, string type, string message, ReadOnlySpan<byte> input)
    {
        if (_errors.Count < Most) _errors.Add(new ModelError(location, type, message, input.Length is 0 or > MaxInput ? "null"u8.ToArray() : input.ToArray()));
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = WireFormat.Encoder })) Write(json);
        var response = httpContext.Response;
        response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        response.ContentType = JsonAnswer.ContentType;
        response.ContentLength = buffer.WrittenCount;
        await response.Body.WriteAsync(buffer.WrittenMemory, httpContext.RequestAborted);
    }

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartArray("detail");
        foreach (var error in _errors)
        {
            json.WriteStartObject();
            json.WriteString("type", error.Type);
            json.WritePropertyName("loc");
            error.Location.Write(json);
            json.WriteString("msg", error.Message);
            json.WritePropertyName("input");
            json.WriteRawValue(error.Input, skipInputValidation: true);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}

/// <summary>An error.</summary>
internal sealed record ModelError(ModelLocation Location, string Type, string Message, byte[] Input);

/// <summary>The response to an invalid body.</summary>
/// <param name="Detail">The errors.</param>
internal sealed record ModelErrorsBody(IReadOnlyList<ModelErrorBody> Detail);

/// <summary>An error in a body.</summary>
/// <param name="Type">Type of the error, such as <c>missing</c> or <c>extra_forbidden</c>.</param>
/// <param name="Loc">Location: names of members and indexes of items, beginning with <c>body</c>.</param>
/// <param name="Msg">The message.</param>
/// <param name="Input">The invalid value; null if it is long.</param>
internal sealed record ModelErrorBody(string Type, IReadOnlyList<JsonElement> Loc, string Msg, JsonElement? Input);
