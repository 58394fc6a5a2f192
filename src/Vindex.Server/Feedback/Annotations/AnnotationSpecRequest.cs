using Vindex.Server.Feedback.Model;

namespace Vindex.Server.Feedback.Annotations;

/// <summary>The body of <c>POST /feedback/annotation_specs</c>.</summary>
/// <param name="ProjectId"><c>entity/project</c>.</param>
/// <param name="Name">The name of the annotation.</param>
/// <param name="Schema">The schema of its values, without whitespace.</param>
/// <param name="Description">What it is for.</param>
internal sealed record AnnotationSpecRequest(string ProjectId, string Name, byte[] Schema, string? Description)
{
    private const int MaxName = 128;
    private const int MaxDescription = 2000;

    /// <summary>Reads the request; only valid if the model has no errors.</summary>
    public static AnnotationSpecRequest Read(ModelObject model)
    {
        var projectId = model.Required("project_id")?.AsText() ?? "";
        var name = ReadName(model.Required("name"));
        var schema = model.Required("value_schema")?.AsModel();
        if (schema is not null) ValueSchemaReader.Read(schema);
        var description = model.Optional("description")?.AsText(MaxDescription);
        model.Close();
        return new AnnotationSpecRequest(projectId, name, schema is null ? [] : ValueSchemaReader.Minify(schema.Raw), description);
    }

    // A part of feedback types and references.
    private static string ReadName(ModelValue? value)
    {
        if (value?.AsText(MaxName) is not { } name) return "";
        if (name.Length == 0 || !name.All(letter => char.IsLetterOrDigit(letter) || letter is '_' or '-' or '.'))
            value.Value.RefuseValue("a name consists of letters, digits, '_', '-' and '.'");
        return name;
    }
}
