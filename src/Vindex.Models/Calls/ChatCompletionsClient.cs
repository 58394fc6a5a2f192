using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json;
using OpenAI;
using OpenAI.Chat;
using Vindex.Models.Settings;

namespace Vindex.Models.Calls;

/// <summary>
/// Asks over the chat completions API, through OpenAI's client and its protocol method: compatible endpoints leave out members that the client's types insist
/// on, and know the limit of tokens by its older name.
/// </summary>
internal sealed class ChatCompletionsClient : IModelClient
{
    private const string NoKey = "none";
    private readonly ChatClient _client;
    private readonly HttpClient _http;
    private readonly ModelSettings _settings;

    /// <param name="settings">The model.</param>
    /// <param name="transport">The connection to it; disposed of with this.</param>
    public ChatCompletionsClient(ModelSettings settings, HttpMessageHandler transport)
    {
        _settings = settings;
        _http = new HttpClient(transport) { Timeout = Timeout.InfiniteTimeSpan };
        var options = new OpenAIClientOptions
        {
            Endpoint = settings.BaseUrl,
            Transport = new HttpClientPipelineTransport(_http),
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
            NetworkTimeout = Timeout.InfiniteTimeSpan,
        };
        _client = new ChatClient(settings.Model, new ApiKeyCredential(settings.Key?.Value ?? NoKey), options);
    }

    /// <inheritdoc/>
    public async Task<ModelReply> AskAsync(ModelQuestion question, CancellationToken cancellationToken)
    {
        using var content = BinaryContent.Create(Request(question));
        var result = await _client.CompleteChatAsync(content, new RequestOptions { CancellationToken = cancellationToken });
        return ResponseReader.Read(result.GetRawResponse().Content.ToMemory(), Reply);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private BinaryData Request(ModelQuestion question)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("model", _settings.Model);
            json.WriteStartArray("messages");
            WriteMessage(json, "system", question.Instructions);
            foreach (var message in question.Messages) WriteMessage(json, message.IsAnswer ? "assistant" : "user", message.Text);
            json.WriteEndArray();
            json.WriteNumber(_settings.Provider.Name is "openai" or "azure_openai" ? "max_completion_tokens" : "max_tokens", _settings.MaxOutputTokens);
            if (_settings.SentTemperature is { } temperature) json.WriteNumber("temperature", temperature);
            WriteFormat(json, question.Form);
            json.WriteEndObject();
        }

        return new BinaryData(bytes.ToArray());
    }

    private void WriteFormat(Utf8JsonWriter json, AnswerForm form)
    {
        if (_settings.Format == AnswerFormat.Text) return;
        json.WriteStartObject("response_format");
        json.WriteString("type", _settings.Format == AnswerFormat.Schema ? "json_schema" : "json_object");
        if (_settings.Format == AnswerFormat.Schema)
        {
            json.WriteStartObject("json_schema");
            json.WriteString("name", form.Name);
            json.WriteBoolean("strict", true);
            json.WritePropertyName("schema");
            json.WriteRawValue(form.Schema);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteMessage(Utf8JsonWriter json, string role, string text)
    {
        json.WriteStartObject();
        json.WriteString("role", role);
        json.WriteString("content", text);
        json.WriteEndObject();
    }

    private static ModelReply Reply(ResponseReader response)
    {
        var choice = response.First("choices");
        var message = choice.Member("message");
        var end = choice.Text("finish_reason") switch
        {
            _ when message.Text("refusal") is { Length: > 0 } => ReplyEnd.Declined,
            "content_filter" => ReplyEnd.Declined,
            "length" => ReplyEnd.Truncated,
            _ => ReplyEnd.Complete,
        };
        var usage = response.Optional("usage");
        return new ModelReply(message.Text("content") ?? "", end, new TokenUse(usage?.Count("prompt_tokens") ?? 0, usage?.Count("completion_tokens") ?? 0));
    }
}
