using System.Text;
using System.Text.Json;
using Vindex.Scoring.Tickets;

namespace Vindex.Server.Sources;

/// <summary>
/// Azure DevOps service hooks for created and updated work items, with the secret as the password of basic authentication
/// (https://learn.microsoft.com/azure/devops/service-hooks/events).
/// </summary>
internal sealed class AzureDevOps : ISource
{
    private const string TitleField = "System.Title";
    private const string SummaryPath = "resource.fields." + TitleField;
    private const string TypeField = "System.WorkItemType";
    private const string DescriptionField = "System.Description";
    private const string StepsField = "Microsoft.VSTS.TCM.ReproSteps";
    private const string CriteriaField = "Microsoft.VSTS.Common.AcceptanceCriteria";
    private const string ParentField = "System.Parent";
    private const int MaxCriteriaFields = 20;

    public string Name => "azuredevops";

    public string Title => "Azure DevOps";

    public string Stem => "azure";

    public string ExternalIdPath => "resourceContainers.project.id";

    public string PathOf(string field) => field switch { "summary" => SummaryPath, "description" => "resource.fields." + DescriptionField, _ => field };

    public string Normalize(string externalId) => externalId.ToLowerInvariant();

    public Proof? FindProof(SourceRequest request)
    {
        const string scheme = "Basic ";
        if (request.Header("Authorization") is not { } header || !header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)) return null;
        var bytes = new byte[header.Length];
        if (!Convert.TryFromBase64String(header[scheme.Length..].Trim(), bytes, out var length)) return null;

        // Any user name is accepted; by default, Azure DevOps sends none.
        var pair = Encoding.UTF8.GetString(bytes, 0, length);
        return pair.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon ? Proof.OfSecret(pair[(colon + 1)..]) : null;
    }

    public SourceReading Read(SourceRequest request, InstallationSettings settings)
    {
        var body = new EventObject(request.Root);
        var resource = body.Object("resource");
        var kind = body.Text("eventType");
        if (kind is not ("workitem.created" or "workitem.updated" or "workitem.restored"))
            return new SourceReading.Ignored($"Only created or updated work items are scored; this is \"{kind}\".");

        // An update has the changes in "fields" and the current work item in "revision".
        var isUpdate = kind == "workitem.updated";
        if (isUpdate && resource.Object("fields") is { Exists: true } changes && !ChangesText(changes, settings))
            return new SourceReading.Ignored("The work item's title, type, description and acceptance criteria did not change.");
        var item = isUpdate ? resource.Object("revision") : resource;
        var fields = item.Object("fields");
        if (!fields.Exists)
        {
            var path = isUpdate ? "resource.revision.fields" : "resource.fields";
            return new SourceReading.Refused(path, "is required; configure the service hook to send all resource details (\"Resource details to send: All\")");
        }

        return ReadItem(item, fields, resource.Id("workItemId") ?? item.Id("id"), settings);
    }

    public SourceReading ReadIssue(JsonElement issue, InstallationSettings settings)
    {
        var item = new EventObject(issue);
        var fields = item.Object("fields");
        return fields.Exists ? ReadItem(item, fields, item.Id("id"), settings) : new SourceReading.Refused("resource.fields", "is required");
    }

    private static SourceReading ReadItem(EventObject item, EventObject fields, string? itemId, InstallationSettings settings)
    {
        if (fields.Text(TitleField) is not { } title) return new SourceReading.Refused(SummaryPath, "is required and must be text");
        if (itemId is not { } id) return new SourceReading.Refused("resource.id", "is required and must be a number");
        var input = new TicketInput(title, Description(item, fields), Criteria(item, fields, settings), "#" + id, fields.Name(TypeField), Parent(fields));
        return new SourceReading.Ticket(input, id) { Url = item.Object("_links").Object("html").Text("href") };
    }

    private static bool ChangesText(EventObject changes, InstallationSettings settings) => changes.Element.EnumerateObject()
        .Any(change => change.Name is TitleField or TypeField or DescriptionField or StepsField or CriteriaField || IsCriteria(change.Name, settings));

    // A custom field displayed as "Definition of Done" is named Custom.DefinitionofDone.
    private static bool IsCriteria(string field, InstallationSettings settings)
    {
        var last = field.AsSpan(field.LastIndexOf('.') + 1);
        foreach (var wanted in settings.CriteriaFields)
        {
            if (field.Equals(wanted, StringComparison.OrdinalIgnoreCase)) return true;
            if (last.Equals(wanted.Replace(" ", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }

    // Bugs have steps to reproduce instead of, or in addition to, a description.
    private static string? Description(EventObject item, EventObject fields) => Joined(item, fields, [DescriptionField, StepsField]);

    private static string? Criteria(EventObject item, EventObject fields, InstallationSettings settings)
    {
        var names = fields.Element.EnumerateObject()
            .Select(field => field.Name)
            .Where(field => field is not (DescriptionField or StepsField) && IsCriteria(field, settings));
        return Joined(item, fields, names.Take(MaxCriteriaFields));
    }

    private static string? Joined(EventObject item, EventObject fields, IEnumerable<string> names)
    {
        var texts = names.Select(name => TextOf(item, fields, name)).Where(text => !string.IsNullOrWhiteSpace(text)).ToList();
        return texts.Count == 0 ? null : string.Join("\n\n", texts);
    }

    // Long texts are HTML, unless the work item marks them as Markdown.
    private static string? TextOf(EventObject item, EventObject fields, string name)
    {
        if (fields.Text(name) is not { } text) return null;
        var format = item.Object("multilineFieldsFormat").Text(name);
        return string.Equals(format, "markdown", StringComparison.OrdinalIgnoreCase) ? text : HtmlText.Read(text);
    }

    private static IReadOnlyList<ContextItem>? Parent(EventObject fields) =>
        fields.Id(ParentField) is { } id ? [new ContextItem(ContextKind.Epic, "#" + id, "parent", null, null)] : null;
}
