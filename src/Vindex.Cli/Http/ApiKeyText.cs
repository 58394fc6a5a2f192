namespace Vindex.Cli.Http;

/// <summary>The API key as people hand it to a command.</summary>
internal static class ApiKeyText
{
    /// <summary>The environment variable of the API key.</summary>
    public const string Variable = "VINDEX_API_KEY";

    /// <summary>The key of the option, else of the environment; or the reason why there is none.</summary>
    public static (string? Key, string? Reason) Read(string? option)
    {
        var key = (option ?? Environment.GetEnvironmentVariable(Variable))?.Trim();
        if (string.IsNullOrEmpty(key)) return (null, $"the server needs an API key: set {Variable} or use --api-key");
        return key.All(c => c is > ' ' and <= '~')
            ? (key, null)
            : (null, "the API key contains invalid characters; check that it is complete and has nothing added");
    }
}
