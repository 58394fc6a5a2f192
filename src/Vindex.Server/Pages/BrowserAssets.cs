using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;
using Vindex.Server.Languages;

namespace Vindex.Server.Pages;

/// <summary>Scripts and styles built from <c>Browser/</c> and embedded in this assembly, and the texts of scripts, under names with a content hash.</summary>
internal static class BrowserAssets
{
    private const string Folder = "wwwroot/";
    private const string Address = "/assets/";
    private const int HashLength = 12;
    private static readonly Assembly s_assembly = typeof(BrowserAssets).Assembly;
    private static readonly FrozenDictionary<string, string> s_files = ReadManifest();
    private static readonly FrozenDictionary<string, Asset> s_texts = Language.All.ToFrozenDictionary(
        language => language.Tag, language => Asset.OfScript($"texts-{language.Tag}", ScriptTexts.Write(language)), StringComparer.Ordinal);
    private static readonly FrozenDictionary<string, Asset> s_assets = s_files.Values.Select(Asset.Load).Concat(s_texts.Values)
        .ToFrozenDictionary(asset => asset.Name, StringComparer.Ordinal);

    /// <summary>The URL of an asset, for example of <c>app.css</c>.</summary>
    public static string Url(string name) => Address + s_files[name];

    /// <summary>The URL of the texts that scripts need, in a language.</summary>
    public static string TextsUrl(Language language) => Address + s_texts[language.Tag].Name;

    public static void MapAssets(this IEndpointRouteBuilder routes) =>
        routes.MapGet(Address + "{name}", (HttpContext context, string name) => SendAsync(context, name)).ExcludeFromDescription();

    private static Task SendAsync(HttpContext context, string name)
    {
        var response = context.Response;
        if (!s_assets.TryGetValue(name, out var asset))
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        var coding = ContentCodings.Choose(context.Request);
        coding.Announce(response);
        response.ContentType = asset.ContentType;
        response.Headers.CacheControl = "public, max-age=31536000, immutable"; // RFC 8246: the name changes with the content
        var body = asset.Bodies[(int)coding];
        response.ContentLength = body.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    private static FrozenDictionary<string, string> ReadManifest()
    {
        using var stream = s_assembly.GetManifestResourceStream(Folder + "assets.json")!;
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.EnumerateObject().ToFrozenDictionary(entry => entry.Name, entry => entry.Value.GetString()!, StringComparer.Ordinal);
    }

    /// <param name="Name">Name with the hash.</param>
    /// <param name="ContentType">Its media type.</param>
    /// <param name="Bodies">By <see cref="ContentCoding"/>.</param>
    private sealed record Asset(string Name, string ContentType, byte[][] Bodies)
    {
        public static Asset Load(string name) => new(name, TypeOf(name), [Read(name), Read(name + ".br"), Read(name + ".gz")]);

        /// <summary>A script that was made here.</summary>
        public static Asset OfScript(string stem, byte[] content)
        {
            var name = $"{stem}-{Convert.ToHexStringLower(SHA256.HashData(content))[..HashLength]}.js";
            return new Asset(name, TypeOf(name), [content, Compressed(content, ContentCoding.Brotli), Compressed(content, ContentCoding.Gzip)]);
        }

        private static byte[] Compressed(byte[] content, ContentCoding coding)
        {
            using var body = new MemoryStream();
            using (var coded = coding.Into(body)) coded.Write(content);
            return body.ToArray();
        }

        private static byte[] Read(string name)
        {
            using var stream = s_assembly.GetManifestResourceStream(Folder + name)!;
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        }

        private static string TypeOf(string name) => Path.GetExtension(name) switch
        {
            ".css" => "text/css; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            ".svg" => "image/svg+xml",
            ".png" => "image/png",
            ".txt" => "text/plain; charset=utf-8",
            ".woff2" => "font/woff2",
            var other => throw new InvalidOperationException($"No media type is known for {other}."),
        };
    }
}
