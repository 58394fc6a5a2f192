namespace Vindex.Server.Feedback.Schema;

/// <summary>For the API description: where to look.</summary>
/// <param name="ProjectId"><c>entity/project</c>.</param>
/// <param name="Start">From when on; without an offset UTC.</param>
/// <param name="End">Until when, not included; now when absent.</param>
/// <param name="FeedbackType">Only this type.</param>
/// <param name="TriggerRef">Only this trigger, or with <c>:*</c> at its end all versions of it.</param>
/// <param name="SampleLimit">Most payloads to look at, 1 to 5000.</param>
internal sealed record PayloadSchemaBody(
    string ProjectId, DateTimeOffset Start, DateTimeOffset? End = null, string? FeedbackType = null, string? TriggerRef = null, int SampleLimit = 2000);

/// <summary>For the API description: the paths, in order.</summary>
internal sealed record PayloadSchemaAnswerBody(IReadOnlyList<PayloadPathBody> Paths);

/// <summary>For the API description: a path and the type of a metric on it.</summary>
/// <param name="JsonPath">The path, as statistics take it.</param>
/// <param name="ValueType"><c>numeric</c>, <c>boolean</c> or <c>categorical</c>.</param>
internal sealed record PayloadPathBody(string JsonPath, string ValueType);
