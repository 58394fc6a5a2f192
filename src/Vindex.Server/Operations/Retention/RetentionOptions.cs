namespace Vindex.Server.Operations.Retention;

/// <summary>Settings of retention: the section <c>Retention</c>.</summary>
internal sealed record RetentionOptions
{
    /// <summary>Whether companies' <c>retention_days</c> are enforced daily.</summary>
    public required bool Enabled { get; init; }
}
