using System.Text.Json.Serialization;
using Vindex.Server.Web;

namespace Vindex.Server.Rewriting;

/// <summary>Better texts and acceptance criteria for tickets.</summary>
internal static class RewritingModule
{
    public static void AddRewriting(this IServiceCollection services)
    {
        services.AddJson(RewritingJson.Shared);
        services.AddSingleton<TicketRewriter>();
        services.AddSingleton<RewritingService>();
        services.AddSingleton<StoredTickets>();
    }
}

/// <summary>JSON bodies of this feature.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(RewriteRequestBody))]
[JsonSerializable(typeof(CriteriaRequestBody))]
[JsonSerializable(typeof(RewriteBody))]
[JsonSerializable(typeof(CriteriaBody))]
[JsonSerializable(typeof(WorkOrderBody))]
internal sealed partial class RewritingJson : JsonSerializerContext
{
    public static RewritingJson Shared { get; } = new(WireFormat.Options());

    /// <summary>For reading bodies.</summary>
    public static RewritingJson Bodies { get; } = new(WireFormat.BodyOptions());
}
