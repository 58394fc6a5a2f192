using System.Text.Json;

namespace Vindex.Server.Feedback.Annotations;

/// <summary>An annotation spec to create.</summary>
/// <param name="ProjectId"><c>entity/project</c>.</param>
/// <param name="Name">The name of the annotation, as in the type wandb.annotation.NAME: letters, digits, <c>_</c>, <c>-</c> and <c>.</c></param>
/// <param name="ValueSchema">What values have to be: a subset of JSON Schema, see docs/feedback.md.</param>
/// <param name="Description">What it is for.</param>
internal sealed record NewAnnotationSpecBody(string ProjectId, string Name, JsonElement ValueSchema, string? Description = null);

/// <summary>A created spec.</summary>
/// <param name="AnnotationRef">The reference for rows of feedback. The same name, schema and description have the same reference.</param>
internal sealed record AnnotationRefBody(string AnnotationRef);

/// <summary>The specs of a project.</summary>
/// <param name="Specs">The specs, by name and then the newest first.</param>
internal sealed record AnnotationSpecListBody(IReadOnlyList<AnnotationSpecBody> Specs);

/// <summary>An annotation spec.</summary>
/// <param name="AnnotationRef">Its reference.</param>
/// <param name="Name">The name of the annotation.</param>
/// <param name="ValueSchema">What values have to be.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Creator">Who created it.</param>
/// <param name="CreatedAt">When it was created.</param>
internal sealed record AnnotationSpecBody(
    string AnnotationRef, string Name, JsonElement ValueSchema, string? Description, string Creator, DateTimeOffset CreatedAt);
