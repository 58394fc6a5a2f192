using System.Text.Json;
using System.Text.Json.Nodes;
using Vindex.Models.Settings;

namespace Vindex.Models.Tests.Protocol;

/// <summary>
/// The responses of the two APIs, in the shapes that their references give: OpenAI's "Create chat completion" and "Error codes", Anthropic's "Create a Message"
/// and "Errors".
/// </summary>
internal abstract record Api(string Provider, string Path)
{
    /// <summary>Both, by provider.</summary>
    public static Api Of(string provider) => provider == "anthropic" ? new Messages() : new ChatCompletions(provider);

    /// <summary>A successful response with a text.</summary>
    public abstract string Success(string text, string? end = null, int input = 1200, int output = 300);

    /// <summary>A response in which the model declines.</summary>
    public abstract string Refusal();

    /// <summary>A response that ended at the limit of tokens.</summary>
    public abstract string OutOfTokens(string text);

    /// <summary>An error.</summary>
    public abstract string Error(string code, string message);

    /// <summary>The base URL for the settings.</summary>
    public abstract Uri BaseUrl(Uri server);

    /// <summary>The key that a request carries.</summary>
    public static string? KeyOf(ReceivedRequest request) => request.Headers.GetValueOrDefault("Authorization")?["Bearer ".Length..];

    /// <summary>The schema that a request asks for; undefined for none.</summary>
    public abstract JsonElement SchemaOf(ReceivedRequest request);

    /// <summary>The usual settings for a server.</summary>
    public ModelSettings Settings(Uri server) => new()
    {
        Provider = ModelProvider.Find(Provider)!,
        BaseUrl = BaseUrl(server),
        Model = "judge-model-1",
        Key = new ModelKey(TestJudge.Key),
        AttemptTimeout = TimeSpan.FromSeconds(10),
        Deadline = TimeSpan.FromSeconds(20),
        Retries = 2,
        InputPrice = 2,
        OutputPrice = 10,
    };

    private sealed record ChatCompletions(string Provider) : Api(Provider, "/v1/chat/completions")
    {
        public override string Success(string text, string? end = null, int input = 1200, int output = 300) => Completion(text, null, end ?? "stop", input, output);

        public override string Refusal() => Completion(null, "I'm sorry, I can't help with that.", "stop", 1200, 12);

        public override string OutOfTokens(string text) => Completion(text, null, "length", 1200, 4096);

        public override string Error(string code, string message) => new JsonObject
        {
            ["error"] = new JsonObject { ["message"] = message, ["type"] = "invalid_request_error", ["param"] = null, ["code"] = code },
        }.ToJsonString();

        public override Uri BaseUrl(Uri server) => new(server, "/v1");

        public override JsonElement SchemaOf(ReceivedRequest request) =>
            request.Body.TryGetProperty("response_format", out var format) ? format.GetProperty("json_schema").GetProperty("schema") : default;

        private static string Completion(string? text, string? refusal, string end, int input, int output) => new JsonObject
        {
            ["id"] = "chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT",
            ["object"] = "chat.completion",
            ["created"] = 1741569952,
            ["model"] = "judge-model-1-2026-04-14",
            ["choices"] = new JsonArray(new JsonObject
            {
                ["index"] = 0,
                ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = text, ["refusal"] = refusal, ["annotations"] = new JsonArray() },
                ["logprobs"] = null,
                ["finish_reason"] = end,
            }),
            ["usage"] = new JsonObject
            {
                ["prompt_tokens"] = input,
                ["completion_tokens"] = output,
                ["total_tokens"] = input + output,
                ["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = 0, ["audio_tokens"] = 0 },
            },
            ["service_tier"] = "default",
        }.ToJsonString();
    }

    private sealed record Messages() : Api("anthropic", "/v1/messages")
    {
        public override string Success(string text, string? end = null, int input = 1200, int output = 300) => Message(text, end ?? "end_turn", input, output);

        public override string Refusal() => Message("", "refusal", 1200, 1);

        public override string OutOfTokens(string text) => Message(text, "max_tokens", 1200, 4096);

        public override string Error(string code, string message) => new JsonObject
        {
            ["type"] = "error",
            ["error"] = new JsonObject { ["type"] = code, ["message"] = message },
            ["request_id"] = "req_011CSHoEeqs5C35K2UUqR7Fy",
        }.ToJsonString();

        public override Uri BaseUrl(Uri server) => server;

        public override JsonElement SchemaOf(ReceivedRequest request) =>
            request.Body.TryGetProperty("output_config", out var config) ? config.GetProperty("format").GetProperty("schema") : default;

        private static string Message(string text, string end, int input, int output) => new JsonObject
        {
            ["id"] = "msg_013Zva2CMHLNnXjNJJKqJ2EF",
            ["type"] = "message",
            ["role"] = "assistant",
            ["model"] = "judge-model-1",
            ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = text }),
            ["stop_reason"] = end,
            ["stop_sequence"] = null,
            ["usage"] = new JsonObject
            {
                ["input_tokens"] = input,
                ["cache_creation_input_tokens"] = 0,
                ["cache_read_input_tokens"] = 0,
                ["output_tokens"] = output,
                ["service_tier"] = "standard",
            },
        }.ToJsonString();
    }
}
