namespace Vindex.Server.Security.Authentication;

/// <summary>The admin key of the environment.</summary>
/// <param name="Text">The key; null for none.</param>
internal sealed record AdminKey(string? Text)
{
    public const int MinLength = 32;

    /// <summary>The reason why the key is not accepted; null if it is.</summary>
    public string? Problem => Text is { Length: < MinLength }
        ? $"VINDEX_ADMIN_KEY must have {MinLength} characters or more; it has {Text.Length}. Create one with: openssl rand -hex 32"
        : null;
}
