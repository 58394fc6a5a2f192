namespace Vindex.Models.Settings;

/// <summary>An API key of a model's provider. Its text appears in no message and no log.</summary>
public sealed class ModelKey(string value)
{
    /// <summary>The key, for the request that needs it.</summary>
    internal string Value => value;

    /// <inheritdoc/>
    public override string ToString() => "(key)";
}
