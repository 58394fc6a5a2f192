namespace Vindex.Server.Documentation;

/// <summary>Settings of the documentation: the section <c>Docs</c>.</summary>
internal sealed record DocsOptions
{
    /// <summary>Whether to serve it.</summary>
    public required bool Enabled { get; init; }
}
