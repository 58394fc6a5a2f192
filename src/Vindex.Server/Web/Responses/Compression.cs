using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;
using Vindex.Server.Configuration;

namespace Vindex.Server.Web.Responses;

/// <summary>Endpoint metadata: the response is compressed, whatever its method.</summary>
internal sealed record Compressed
{
    public static Compressed Instance { get; } = new();
}

/// <summary>
/// Compresses responses of reads with <see cref="Revalidated"/> and of routes with <see cref="Compressed"/>. Others may hold secrets beside text that somebody
/// else chose, whose length after compression tells something about them (BREACH).
/// </summary>
internal static class Compression
{
    public static void AddCompression(this IServiceCollection services)
    {
        services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.MimeTypes = [JsonAnswer.ContentType, "application/x-ndjson", "text/csv"];
        });
        services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Fastest);
        services.Configure<GzipCompressionProviderOptions>(gzip => gzip.Level = CompressionLevel.Fastest);
    }

    /// <summary>Must run after routing.</summary>
    public static void UseCompression(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<ServerOptions>>().Value.Compression)
            app.UseWhen(IsCompressed, compressed => compressed.UseResponseCompression());
    }

    private static bool IsCompressed(HttpContext context) => context.GetEndpoint()?.Metadata is { } metadata
        && (metadata.GetMetadata<Compressed>() is not null
            || (metadata.GetMetadata<Revalidated>() is not null && (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))));
}
