using System.Text.Json.Serialization;
using Vindex.Server.Feedback.Annotations;
using Vindex.Server.Feedback.Projects;
using Vindex.Server.Feedback.Statistics;
using Vindex.Server.Web;

namespace Vindex.Server.Feedback;

/// <summary>JSON types of this feature that are serialized from records; rows and statistics are written directly.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(AnnotationQueueBody))]
[JsonSerializable(typeof(AnnotationQueueListBody))]
[JsonSerializable(typeof(AnnotationRefBody))]
[JsonSerializable(typeof(AnnotationSpecListBody))]
[JsonSerializable(typeof(ClaimedItemBody))]
[JsonSerializable(typeof(ProjectListBody))]
[JsonSerializable(typeof(QueueIdBody))]
[JsonSerializable(typeof(QueueItemListBody))]
[JsonSerializable(typeof(ServerInfoBody))]
[JsonSerializable(typeof(StatsRequestBody))]
[JsonSerializable(typeof(StatsBody))]
[JsonSerializable(typeof(string))]
internal sealed partial class FeedbackJson : JsonSerializerContext
{
    public static FeedbackJson Shared { get; } = new(WireFormat.Options());
}
