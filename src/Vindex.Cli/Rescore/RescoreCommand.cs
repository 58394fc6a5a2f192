using System.CommandLine;
using Vindex.Cli.Feedback;
using Vindex.Cli.Invocation;

namespace Vindex.Cli.Rescore;

/// <summary><c>vindex rescore</c>: a company's latest tickets, judged again.</summary>
internal static class RescoreCommand
{
    public static Command Create()
    {
        var company = new Option<string?>(
            "--company",
            "-c")
        {
            Description = "The company's short name; with --url, only for a company other than the API key's (needs an admin key)",
            HelpName = "COMPANY"
        }.NotBlank();
        var customer = new Option<string?>("--customer") { Description = "Only the tickets of this customer", HelpName = "ID" }.NotBlank();
        var dryRun = new Option<bool>("--dry-run") { Description = "Show what would change and store nothing" };
        var callbacks = new Option<bool>("--callbacks") { Description = "Send each new score to the callback URL of its installation" };
        var format = new Option<string>("--format", "-f") { Description = "table for people; jsonl for programs", DefaultValueFactory = _ => "table" };
        format.AcceptOnlyFromAmong("table", "jsonl");
        var command = new ExampledCommand("rescore", "Rescore a company's latest tickets with the current rubric")
        {
            Notes =
            [
                "A ticket gets a new score if its latest one was made by another rubric version or before its profile changed. Earlier scores are kept, and tickets that are up to date keep their score.",
                "The server does the work in the background. If the command or the server stops, run the command again: it continues where it stopped, and no ticket is scored twice.",
                "Without --url, the command uses the data folder. If a server has the folder open, that server does the work; otherwise the command starts one while it runs.",
                "An API key needs scores:write and scores:read, and installations:write for --callbacks.",
                "Exits with 0 when the run is done, and with 2 if it failed.",
            ],
            Examples =
            [
                new("./vindex rescore --company kolibri --dry-run", "what would change, in the data folder next to the script"),
                new("./vindex rescore --company kolibri", "rescore, with progress"),
                new("VINDEX_API_KEY=vx_… ./vindex rescore --url https://vindex.example.com", "the tickets of the key's company, on another server"),
                new("./vindex rescore --company kolibri --dry-run --format jsonl > changes.jsonl", "every change, one JSON object a line"),
            ],
        };
        foreach (var option in (Option[])[company, customer, dryRun, callbacks, format]) command.Options.Add(option);
        var place = PlaceOptions.AddTo(command);
        command.Validators.Add(result =>
        {
            if (!place.IsRemote(result) && result.GetResult(company) is null) result.AddError("--company is required without --url");
            if (result.GetValue(dryRun) && result.GetValue(callbacks))
                result.AddError("--dry-run and --callbacks cannot be used together: a dry run has no callbacks to send");
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
