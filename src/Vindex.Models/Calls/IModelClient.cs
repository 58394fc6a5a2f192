using System.Text.Json;
using Vindex.Models.Settings;

namespace Vindex.Models.Calls;

/// <summary>A message of a conversation.</summary>
/// <param name="IsAnswer">Whether the model wrote it.</param>
/// <param name="Text">The text.</param>
internal sealed record ModelMessage(bool IsAnswer, string Text);

/// <summary>The form of an answer.</summary>
/// <param name="Name">A name for it.</param>
/// <param name="Schema">Its JSON schema.</param>
internal sealed record AnswerForm(string Name, string Schema)
{
    /// <summary>The members of the schema.</summary>
    public IReadOnlyDictionary<string, JsonElement> Members { get; } =
        JsonElement.Parse(Schema).EnumerateObject().ToDictionary(member => member.Name, member => member.Value);
}

/// <summary>What a model is asked. It gets no tools.</summary>
/// <param name="Instructions">What it is to do.</param>
/// <param name="Form">The form of the answer.</param>
/// <param name="Messages">The conversation; the last message is ours.</param>
internal sealed record ModelQuestion(string Instructions, AnswerForm Form, IReadOnlyList<ModelMessage> Messages)
{
    /// <summary>About how many tokens it has; English has some four characters to a token, other languages fewer.</summary>
    public int Tokens => TokensOf(Instructions) + Messages.Sum(message => TokensOf(message.Text));

    /// <summary>About how many tokens a text has.</summary>
    public static int TokensOf(string text) => text.Length / 3;
}

/// <summary>How an answer ended.</summary>
internal enum ReplyEnd
{
    /// <summary>It is complete.</summary>
    Complete,

    /// <summary>It reached the limit of tokens.</summary>
    Truncated,

    /// <summary>The model or a filter declined.</summary>
    Declined,
}

/// <summary>A model's answer.</summary>
/// <param name="Text">The text; empty if the response contains none.</param>
/// <param name="End">How it ended.</param>
/// <param name="Use">The tokens.</param>
internal sealed record ModelReply(string Text, ReplyEnd End, TokenUse Use);

/// <summary>Asks a model once. Failures are <see cref="EndpointException"/>s.</summary>
internal interface IModelClient : IDisposable
{
    /// <summary>Asks.</summary>
    Task<ModelReply> AskAsync(ModelQuestion question, CancellationToken cancellationToken);
}
