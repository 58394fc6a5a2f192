namespace Vindex.Server.Documentation;

/// <summary>Addresses of the documentation.</summary>
internal static class DocsPaths
{
    public const string Start = "/docs";
    public const string Operations = Start + "/api";
    public const string Schemas = Start + "/schemas";

    public static string Tag(string slug) => $"{Operations}/{slug}";

    public static string Operation(string slug, string id) => $"{Tag(slug)}#{id}";

    public static string Schema(string name) => $"{Schemas}#{name}";
}
