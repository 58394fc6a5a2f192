namespace Vindex.Server.Feedback.Schema;

/// <summary>Where to look for paths.</summary>
/// <param name="ProjectId"><c>entity/project</c>.</param>
/// <param name="Start">Start of the range, inclusive; UTC if there is no offset.</param>
/// <param name="End">End of the range, exclusive; default now.</param>
/// <param name="FeedbackType">Only rows of this type.</param>
/// <param name="TriggerRef">Only rows of this trigger; a trailing <c>:*</c> matches all versions.</param>
/// <param name="SampleLimit">Maximum number of payloads to read, 1 to 5000.</param>
internal sealed record PayloadSchemaBody(
    string ProjectId, DateTimeOffset Start, DateTimeOffset? End = null, string? FeedbackType = null, string? TriggerRef = null, int SampleLimit = 2000);

/// <summary>The paths, sorted.</summary>
internal sealed record PayloadSchemaAnswerBody(IReadOnlyList<PayloadPathBody> Paths);

/// <summary>A path and the type of a metric for it.</summary>
/// <param name="JsonPath">The path, as used in metrics.</param>
/// <param name="ValueType"><c>numeric</c>, <c>boolean</c> or <c>categorical</c>.</param>
internal sealed record PayloadPathBody(string JsonPath, string ValueType);
