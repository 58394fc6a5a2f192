using Vindex.Server.Feedback.ImportExport;
using Vindex.Server.Feedback.Model;

namespace Vindex.Server.Feedback.Annotations;

/// <summary>The body of <c>POST /feedback/annotation_queues</c>. Its filter is valid as long as the body.</summary>
/// <param name="ProjectId"><c>entity/project</c>.</param>
/// <param name="Name">The name of the queue.</param>
/// <param name="Reviewers">How many people annotate each item.</param>
/// <param name="Refs">What is to be annotated; null if the filter says.</param>
/// <param name="Filter">The feedback whose subjects are to be annotated; null if the refs say.</param>
internal sealed record AnnotationQueueRequest(string ProjectId, string Name, int Reviewers, IReadOnlyList<string>? Refs, ExportRequest? Filter)
{
    private const int MaxName = 200;
    private const int MaxRef = 4096;
    private const int MostReviewers = 20;

    /// <summary>Reads the request; only valid if the model has no errors.</summary>
    public static AnnotationQueueRequest Read(ModelObject model)
    {
        var projectId = model.Required("project_id")?.AsText() ?? "";
        var name = model.Required("name");
        var text = name?.AsText(MaxName);
        if (text is not null && string.IsNullOrWhiteSpace(text)) name?.RefuseValue("a queue has a name");
        var reviewers = model.Given("reviewers_per_item")?.AsInteger(1, MostReviewers) ?? 1;
        var refs = model.Optional("refs")?.AsList(QueueRefs.Most);
        var filter = model.Optional("filter")?.AsModel();
        if ((model.Optional("refs") is null) == (model.Optional("filter") is null)) model.RefuseValue("a queue needs either refs or a filter");
        if (refs is { Count: 0 }) model.Given("refs")?.RefuseValue("a queue has at least one item");
        var request = new AnnotationQueueRequest(
            projectId, text ?? "", (int)reviewers, refs?.Select(ReadRef).ToList(), filter is null ? null : ExportRequest.ReadFilter(filter, projectId));
        model.Close();
        return request;
    }

    private static string ReadRef(ModelValue value)
    {
        var text = value.AsText(MaxRef);
        if (text is "") value.RefuseValue("a ref is not empty");
        return text ?? "";
    }
}
