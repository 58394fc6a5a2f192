using System.Collections.Concurrent;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Vindex.Server.Documentation.Reference;

/// <summary>Parts of the reference as HTML, rendered on first use: they are large and do not change while the process runs.</summary>
internal sealed class RenderedReference(IServiceProvider services, ILoggerFactory logs)
{
    private readonly ConcurrentDictionary<string, MarkupString> _parts = new(StringComparer.Ordinal);

    /// <summary>The operations of a tag.</summary>
    public ValueTask<MarkupString> TagAsync(ReferenceTag tag) => GetAsync<OperationList>(tag.Slug, tag);

    /// <summary>All schemas.</summary>
    public ValueTask<MarkupString> SchemasAsync(IReadOnlyList<ReferenceSchema> schemas) => GetAsync<SchemaList>("", schemas);

    private async ValueTask<MarkupString> GetAsync<TComponent>(string name, object model)
        where TComponent : IComponent
    {
        if (_parts.TryGetValue(name, out var done)) return done;
        await using var renderer = new HtmlRenderer(services, logs);
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var parameters = ParameterView.FromDictionary(new Dictionary<string, object?>(StringComparer.Ordinal) { ["Model"] = model });
            return (await renderer.RenderComponentAsync<TComponent>(parameters)).ToHtmlString();
        });
        return _parts.GetOrAdd(name, new MarkupString(html));
    }
}
