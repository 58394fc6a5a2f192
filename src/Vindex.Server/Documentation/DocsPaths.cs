using Vindex.Server.Languages;

namespace Vindex.Server.Documentation;

/// <summary>Addresses of the documentation.</summary>
internal static class DocsPaths
{
    public const string Start = "/docs";
    public const string Operations = Start + "/api";
    public const string Schemas = Start + "/schemas";

    /// <summary>The language of the reference, where that of the page is another; otherwise null.</summary>
    public static string? English => Language.Current == Language.All[0] ? null : Language.All[0].Tag;

    public static string Tag(string slug) => $"{Operations}/{slug}";

    public static string Operation(string slug, string id) => $"{Tag(slug)}#{id}";

    public static string Schema(string name) => $"{Schemas}#{name}";
}
