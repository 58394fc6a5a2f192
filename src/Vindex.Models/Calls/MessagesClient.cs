using Anthropic;
using Anthropic.Core;
using Anthropic.Models.Messages;
using Vindex.Models.Settings;

namespace Vindex.Models.Calls;

/// <summary>Asks over the Messages API, through Anthropic's client. That version of the API knows no temperature.</summary>
internal sealed class MessagesClient : IModelClient
{
    private const string NoKey = "none";
    private readonly AnthropicClient _client;
    private readonly HttpClient _http;
    private readonly ModelSettings _settings;

    /// <param name="settings">The model.</param>
    /// <param name="transport">The connection to it; disposed of with this.</param>
    public MessagesClient(ModelSettings settings, HttpMessageHandler transport)
    {
        _settings = settings;
        _http = new HttpClient(transport) { Timeout = Timeout.InfiniteTimeSpan };
        // Everything is set: the client would take what is missing from the environment, keys, headers and a telemetry that contains texts among them.
        _client = new AnthropicClient(new ClientOptions
        {
            HttpClient = _http,
            BaseUrl = settings.BaseUrl.AbsoluteUri.TrimEnd('/'),
            ApiKey = settings.Key?.Value ?? NoKey,
            AuthToken = null,
            ExtraHeaders = new Dictionary<string, string>(),
            OpenTelemetry = false,
            MaxRetries = 0,
            Timeout = settings.Deadline,
        });
    }

    /// <inheritdoc/>
    public async Task<ModelReply> AskAsync(ModelQuestion question, CancellationToken cancellationToken)
    {
        var parameters = new MessageCreateParams
        {
            Model = _settings.Model,
            MaxTokens = _settings.MaxOutputTokens,
            System = question.Instructions,
            Messages = [.. question.Messages.Select(Param)],
        };
        if (_settings.Format == AnswerFormat.Schema)
            parameters = parameters with { OutputConfig = new OutputConfig { Format = new JsonOutputFormat { Schema = question.Form.Members } } };
        using var response = await _client.WithRawResponse.Messages.Create(parameters, cancellationToken);
        return ResponseReader.Read(await response.RawMessage.Content.ReadAsByteArrayAsync(cancellationToken), Reply);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static MessageParam Param(ModelMessage message) =>
        message.IsAnswer ? new AssistantMessageParam(message.Text) : new UserMessageParam(message.Text);

    private static ModelReply Reply(ResponseReader response)
    {
        var texts = response.List("content").Where(block => block.Text("type") == "text").Select(block => block.Text("text") ?? "");
        var end = response.Text("stop_reason") switch
        {
            "refusal" => ReplyEnd.Declined,
            "max_tokens" or "model_context_window_exceeded" => ReplyEnd.Truncated,
            _ => ReplyEnd.Complete,
        };
        var usage = response.Optional("usage");
        var input = usage is { } counts
            ? counts.Count("input_tokens") + counts.Count("cache_creation_input_tokens") + counts.Count("cache_read_input_tokens")
            : 0;
        return new ModelReply(string.Concat(texts), end, new TokenUse(input, usage?.Count("output_tokens") ?? 0));
    }
}
