using Vindex.Server.Security;

namespace Vindex.Server.Mcp;

/// <summary>A tool of the server: reads arguments, calls a service, and puts the outcome into words.</summary>
internal interface ITool
{
    /// <summary>Its name in <see cref="ToolDescription.All"/>.</summary>
    string Name { get; }

    /// <summary>Answers a call of an API key that has the tool's scope.</summary>
    Task<ToolAnswer> RunAsync(Caller caller, ToolArguments arguments, CancellationToken cancellationToken);
}
