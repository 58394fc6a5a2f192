using System.CommandLine;
using Vindex.Cli.Feedback;
using Vindex.Cli.Invocation;

namespace Vindex.Cli.Rescore;

/// <summary><c>vindex rescore</c>: a company's latest tickets, judged again.</summary>
internal static class RescoreCommand
{
    public static Command Create()
    {
        var company = new Option<string?>("--company", "-c") { Description = "Whose tickets, by the company's short name; with --url, a company other than the API key's (needs an admin key)", HelpName = "COMPANY" }.NotBlank();
        var customer = new Option<string?>("--customer") { Description = "Only the tickets of this customer", HelpName = "ID" }.NotBlank();
        var dryRun = new Option<bool>("--dry-run") { Description = "Show what would change and store nothing" };
        var callbacks = new Option<bool>("--callbacks") { Description = "Send each new score to the callback URL of its installation" };
        var format = new Option<string>("--format", "-f") { Description = "table for people; jsonl for programs", DefaultValueFactory = _ => "table" };
        format.AcceptOnlyFromAmong("table", "jsonl");
        var command = new ExampledCommand("rescore", "Judge a company's latest tickets again with the rubric in use")
        {
            Notes =
            [
                "Each ticket whose latest score was made by another rubric version, or another state of its profile, gets a new score; earlier scores stay. Tickets that are up to date keep their score.",
                "The server does the work in the background. When the command or the server is stopped, run the command again: the run goes on where it was, and no ticket is judged twice.",
                "Without --url the data folder is meant. A server that has it open does the work; when there is none, the command is the server while it runs.",
                "An API key needs scores:write and scores:read, and installations:write for --callbacks.",
                "Ends with 0 when the run is done, 2 when it could not be carried out.",
            ],
            Examples =
            [
                new("./vindex rescore --company kolibri --dry-run", "what would change, of the data folder beside the script"),
                new("./vindex rescore --company kolibri", "judge again, with progress"),
                new("VINDEX_API_KEY=vx_… ./vindex rescore --url https://vindex.example.com", "the tickets of the key's company, on a server elsewhere"),
                new("./vindex rescore --company kolibri --dry-run --format jsonl > changes.jsonl", "every change, one JSON object a line"),
            ],
        };
        foreach (var option in (Option[])[company, customer, dryRun, callbacks, format]) command.Options.Add(option);
        var place = PlaceOptions.AddTo(command);
        command.Validators.Add(result =>
        {
            if (!place.IsRemote(result) && result.GetResult(company) is null) result.AddError("--company says whose tickets are meant: give the company's short name");
            if (result.GetValue(dryRun) && result.GetValue(callbacks)) result.AddError("--dry-run stores nothing, so there is nothing for --callbacks to send: give one of them");
        });
        command.SetAction((parse, cancellationToken) => RescoreAction.RunAsync(
            new RescoreOrder(parse.GetValue(company), parse.GetValue(customer), parse.GetValue(callbacks)),
            parse.GetValue(dryRun),
            parse.GetValue(format) == "jsonl",
            place.Read(parse),
            cancellationToken));
        return command;
    }
}

/// <summary>What to judge again.</summary>
/// <param name="Company">Whose tickets, by short name; null for the company of the API key.</param>
/// <param name="Customer">Only this customer's; null for all.</param>
/// <param name="Callbacks">Whether new scores are sent out.</param>
internal sealed record RescoreOrder(string? Company, string? Customer, bool Callbacks)
{
    /// <summary>Where the server keeps the runs.</summary>
    public string Path => Company is null ? "portal/rescores" : $"admin/companies/{Uri.EscapeDataString(Company)}/rescores";
}
