using ModelContextProtocol.Protocol;
using Vindex.Server.Web;

namespace Vindex.Server.Mcp;

/// <summary>What a tool returns to the model.</summary>
/// <param name="Text">The result, or what is wrong and what would be right.</param>
/// <param name="IsError">Whether the tool did nothing.</param>
internal sealed record ToolAnswer(string Text, bool IsError = false)
{
    /// <summary>A call that was refused.</summary>
    public static ToolAnswer Error(string text) => new(text, IsError: true);

    /// <summary>A service's refusal, in the words of the API.</summary>
    public static ToolAnswer Refused(Refusal refusal) =>
        Error(refusal is Refusal.NotFound ? "There is nothing with that id here, or this API key cannot access it." : Problem.Of(refusal).Detail);

    /// <summary>The answer in the protocol's form.</summary>
    public CallToolResult ToProtocol() => new() { Content = [new TextContentBlock { Text = Text }], IsError = IsError };
}
