using Vindex.Server.Feedback.Model;

namespace Vindex.Server.Feedback.Schema;

/// <summary>The body of <c>POST /feedback/payload_schema</c>.</summary>
/// <param name="ProjectId"><c>entity/project</c>.</param>
/// <param name="From">Inclusive.</param>
/// <param name="Before">Exclusive.</param>
/// <param name="FeedbackType">Only this type; null for all.</param>
/// <param name="TriggerRef">Only this trigger; a trailing <c>:*</c> matches all versions; null for all.</param>
/// <param name="SampleLimit">Maximum number of payloads to read.</param>
internal sealed record SchemaRequest(string ProjectId, DateTimeOffset? From, DateTimeOffset Before, string? FeedbackType, string? TriggerRef, int SampleLimit)
{
    private const int DefaultSample = 2000;
    private const int MaxSample = 5000;

    /// <summary>Reads the request; only valid if the model has no errors.</summary>
    public static SchemaRequest Read(FeedbackRequestBody body, DateTimeOffset now)
    {
        var model = body.Model;
        var projectId = model.Required("project_id")?.AsText();
        var start = model.Required("start")?.AsTime();
        var end = model.Optional("end")?.AsTime();
        var type = model.Optional("feedback_type")?.AsText();
        var trigger = model.Optional("trigger_ref")?.AsText();
        var sample = model.Given("sample_limit")?.AsInteger(1, MaxSample) ?? DefaultSample;
        model.Close();
        if (!body.Errors.Any && (end ?? now) < start) model.RefuseValue("Feedback request end must be after start");

        // Truncated to whole seconds, as in statistics.
        return new SchemaRequest(projectId ?? "", start is { } from ? Floor(from) : null, Floor(end ?? now), type, trigger, (int)sample);
    }

    private static DateTimeOffset Floor(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
}
