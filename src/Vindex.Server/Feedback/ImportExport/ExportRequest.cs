using System.Text.Json;
using Vindex.Server.Feedback.Model;
using Vindex.Server.Feedback.Queries;

namespace Vindex.Server.Feedback.ImportExport;

/// <summary>The body of <c>POST /feedback/export</c>. Its expression is valid as long as the body.</summary>
internal sealed record ExportRequest(
    string ProjectId, DateTimeOffset? Start, DateTimeOffset? End, string? FeedbackType, string? TriggerRef, JsonElement? Expression)
{
    /// <summary>Reads the request; only valid if the model has no errors.</summary>
    public static ExportRequest Read(ModelObject model) => ReadFilter(model, model.Required("project_id")?.AsText() ?? "");

    /// <summary>Reads everything but the project.</summary>
    public static ExportRequest ReadFilter(ModelObject model, string projectId)
    {
        var request = new ExportRequest(
            projectId,
            model.Optional("start")?.AsTime(),
            model.Optional("end")?.AsTime(),
            model.Optional("feedback_type")?.AsText(),
            model.Optional("trigger_ref")?.AsText(),
            FeedbackQueryRequest.ReadExpression(model.Optional("query")));
        model.Close();
        return request;
    }
}
