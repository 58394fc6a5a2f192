using System.Diagnostics;
using Vindex.Server.Callbacks.Addresses;
using Vindex.Server.Security;
using Vindex.Server.Webhooks.Signing;
using Vindex.Storage.Companies;
using Vindex.Storage.Webhooks;

namespace Vindex.Server.Webhooks;

/// <summary>Checks of a webhook that need more than its own fields.</summary>
internal sealed class WebhookChecks(ICompanyStore companies, CallbackTarget target)
{
    /// <summary>The URL to store, or why it is refused.</summary>
    public async Task<(string? Url, Refusal? Refused)> UrlAsync(string url, CancellationToken cancellationToken) =>
        await target.CheckAsync(url, cancellationToken) switch
        {
            TargetVerdict.Allowed allowed => (allowed.Url.AbsoluteUri, null),
            TargetVerdict.Refused refused => (null, Refusal.Field("url_refused", refused.Reason + ".", "url", refused.Reason)),
            _ => throw new UnreachableException(),
        };

    /// <summary>Adds the errors of a selection.</summary>
    public async Task SelectionAsync(Caller caller, WebhookSelection selection, FieldErrors errors, CancellationToken cancellationToken)
    {
        Entries("types", selection.Types, errors);
        Entries("customers", selection.Customers, errors);
        Entries("projects", selection.Projects, errors);
        Entries("feedback_types", selection.FeedbackTypes, errors);
        foreach (var (type, at) in (selection.Types ?? []).Select((type, at) => (type, at)))
        {
            if (!EventTypes.All.Contains(type)) errors.Add($"types[{at}]", $"must be one of {string.Join(", ", EventTypes.All)}");
        }

        foreach (var (customer, at) in (selection.Customers ?? []).Select((customer, at) => (customer, at)))
        {
            if (await companies.FindCustomerAsync(caller.OwnCompany, customer, cancellationToken) is null)
                errors.Add($"customers[{at}]", "must be the id of a customer of this company");
        }
    }

    /// <summary>The headers that a webhook is to have; adds the errors of those that it cannot have.</summary>
    /// <param name="given">As given; one without a value keeps the one that there is.</param>
    /// <param name="present">Those that it has.</param>
    /// <param name="errors">The errors of the request.</param>
    public static IReadOnlyList<OwnHeader> Headers(IReadOnlyList<WebhookHeaderBody> given, IReadOnlyList<OwnHeader> present, FieldErrors errors)
    {
        var headers = new List<OwnHeader>();
        foreach (var (header, at) in given.Select((header, at) => (header, at)))
        {
            var name = header.Name ?? "";
            if (headers.Exists(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase))) errors.Add($"headers[{at}].name", "must not be given twice");
            var kept = present.FirstOrDefault(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Value;
            if ((header.Value ?? kept) is { } value) headers.Add(new OwnHeader(name, value));
            else errors.Add($"headers[{at}].value", "is required");
        }

        return headers;
    }

    private static void Entries(string field, IReadOnlyList<string>? entries, FieldErrors errors)
    {
        if (entries is { Count: 0 }) errors.Add(field, "must have at least one entry, or be null for all");
        if (entries?.Any(entry => entry.Any(char.IsControl)) == true) errors.Add(field, "must not contain control characters");
    }
}
