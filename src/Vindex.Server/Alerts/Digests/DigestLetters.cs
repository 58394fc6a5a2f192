using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Vindex.Server.Alerts.Sending;
using Vindex.Server.Security.Sessions;
using Vindex.Storage.Companies;
using Vindex.Storage.Digests;

namespace Vindex.Server.Alerts.Digests;

/// <summary>Puts digests into words.</summary>
internal sealed class DigestLetters(UnsubscribeLinks links, PublicAddress address, IServiceProvider services, ILoggerFactory logs)
{
    /// <summary>A digest in the language that is current, as a message to a person or channel.</summary>
    public async Task<AlertLetter> WriteAsync(Company company, Digest digest, DigestIssue issue)
    {
        var letter = Of(company, DigestDocuments.Content(issue), DigestDocuments.Plan(digest).Zone, issue.Id) with { Unsubscribe = links.Of(digest.Id) };
        return letter.ToAlertLetter(await HtmlAsync(letter));
    }

    /// <summary>What a digest says, for pages.</summary>
    public DigestLetter Of(Company company, DigestContent content, string zone, string issueId) =>
        DigestLetter.Of(content, company.Name, zone, issueId, address.Of);

    private async Task<string> HtmlAsync(DigestLetter letter)
    {
        await using var renderer = new HtmlRenderer(services, logs);
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var parameters = ParameterView.FromDictionary(new Dictionary<string, object?>(StringComparer.Ordinal) { ["Model"] = letter });
            return (await renderer.RenderComponentAsync<DigestMail>(parameters)).ToHtmlString();
        });
    }
}
