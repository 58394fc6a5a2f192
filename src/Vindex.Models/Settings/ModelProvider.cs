namespace Vindex.Models.Settings;

/// <summary>The protocol of a provider's API.</summary>
public enum ModelApi
{
    /// <summary><c>POST /chat/completions</c>, as OpenAI defines it and others offer it.</summary>
    ChatCompletions,

    /// <summary><c>POST /v1/messages</c>, as Anthropic defines it.</summary>
    Messages,
}

/// <summary>Who runs a model.</summary>
/// <param name="Name">The name in settings and in <c>model_metadata</c>.</param>
/// <param name="Api">The protocol.</param>
/// <param name="BaseUrl">The usual base URL; null if there is none.</param>
/// <param name="NeedsKey">Whether requests without a key are always refused.</param>
public sealed record ModelProvider(string Name, ModelApi Api, Uri? BaseUrl, bool NeedsKey)
{
    /// <summary>All providers.</summary>
    public static IReadOnlyList<ModelProvider> All { get; } =
    [
        new("openai", ModelApi.ChatCompletions, new Uri("https://api.openai.com/v1"), NeedsKey: true),
        new("azure_openai", ModelApi.ChatCompletions, null, NeedsKey: true),
        new("anthropic", ModelApi.Messages, new Uri("https://api.anthropic.com"), NeedsKey: true),
        new("ollama", ModelApi.ChatCompletions, new Uri("http://localhost:11434/v1"), NeedsKey: false),
        new("llama_cpp", ModelApi.ChatCompletions, new Uri("http://localhost:8080/v1"), NeedsKey: false),
        new("vllm", ModelApi.ChatCompletions, new Uri("http://localhost:8000/v1"), NeedsKey: false),
        new("openai_compatible", ModelApi.ChatCompletions, null, NeedsKey: false),
    ];

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(provider => provider.Name)];

    /// <summary>A provider by its name; null if there is none.</summary>
    public static ModelProvider? Find(string name) => All.FirstOrDefault(provider => provider.Name == name);
}
