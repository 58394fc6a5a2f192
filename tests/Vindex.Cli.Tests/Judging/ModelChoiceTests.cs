using Shouldly;
using Vindex.Cli.Judging;
using Vindex.Models;
using Xunit;

namespace Vindex.Cli.Tests.Judging;

public sealed class ModelChoiceTests
{
    [Theory]
    [InlineData("openai:gpt-4.1-mini", "openai", "gpt-4.1-mini", "https://api.openai.com/v1", JudgingMode.Model)]
    [InlineData("anthropic:claude-haiku-4-5", "anthropic", "claude-haiku-4-5", "https://api.anthropic.com/", JudgingMode.Model)]
    [InlineData("ollama:qwen3:8b", "ollama", "qwen3:8b", "http://localhost:11434/v1", JudgingMode.Model)]
    [InlineData("consensus:vllm:org/model@https://gpu.example.com/v1", "vllm", "org/model", "https://gpu.example.com/v1", JudgingMode.Consensus)]
    public void A_model_is_named_by_provider_name_and_address(string text, string provider, string model, string url, JudgingMode mode)
    {
        ModelChoice.IsModel(text).ShouldBeTrue();

        var choice = ModelChoice.Read(text, "0.4/1.6", "sk-1");

        choice.Reason.ShouldBeNull();
        var settings = choice.Settings!;
        (settings.Provider.Name, settings.Model, settings.BaseUrl.AbsoluteUri, choice.Mode).ShouldBe((provider, model, url, mode));
        (settings.InputPrice, settings.OutputPrice).ShouldBe((0.4m, 1.6m));
    }

    [Theory]
    [InlineData("openai:gpt-4.1-mini", null, null, "openai needs an API key: set VINDEX_MODEL_KEY")]
    [InlineData("azure_openai:gpt-4.1", null, "key", "azure_openai has no usual address; add it after the model: azure_openai:gpt-4.1@https://host/v1")]
    [InlineData("openai:", null, "key", "'openai:' names no model; expected openai:MODEL")]
    [InlineData("vllm:m@http://gpu.example.com/v1", null, null, "http://gpu.example.com would receive tickets unencrypted; use https, or a model on this machine")]
    [InlineData("vllm:m@https://me:secret@gpu.example.com/v1", null, null, "the address of a model must not contain a user name, a password or ?; set VINDEX_MODEL_KEY instead")]
    [InlineData("ollama:m", "cheap", null, "--price expects two prices of a million tokens, such as 0.4/1.6, not 'cheap'")]
    public void What_cannot_work_is_refused_with_what_would(string text, string? price, string? key, string reason) =>
        ModelChoice.Read(text, price, key).Reason.ShouldBe(reason);

    [Theory]
    [InlineData("rubric-3")]
    [InlineData("scores.jsonl")]
    [InlineData("C:scores.jsonl")]
    public void Other_judges_are_no_models(string text) => ModelChoice.IsModel(text).ShouldBeFalse();
}
