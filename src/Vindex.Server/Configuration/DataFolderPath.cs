namespace Vindex.Server.Configuration;

/// <summary>The data folder.</summary>
internal sealed record DataFolderPath(string Value);
