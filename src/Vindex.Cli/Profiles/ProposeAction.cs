using System.Text;
using Vindex.Cli.Evaluate;
using Vindex.Cli.Invocation;
using Vindex.Cli.Operations;
using Vindex.Cli.Output;
using Vindex.Cli.Score;
using Vindex.Scoring.Backlogs;
using Vindex.Scoring.Profiles.Examples;
using Vindex.Scoring.Tickets;

namespace Vindex.Cli.Profiles;

/// <summary>Runs <c>vindex profile propose</c>.</summary>
internal static class ProposeAction
{
    /// <summary>Returns the exit code.</summary>
    public static int Run(ProposeArguments arguments)
    {
        var choice = ProfileChoice.Load(arguments.Profile);
        if (choice.Profile is not { } profile) return Say.Refused(choice.Reason!);
        var ratings = EvaluationFiles.PartialRatings(arguments.Ratings);
        if (ratings.Rows is not { } rows) return Say.Refused(ratings.Reason!);
        var (examples, reason) = Examples(arguments.Items, rows);
        if (examples is null) return Say.Refused(reason!);
        if (examples.Count > ProfileFit.MostTickets)
            return Say.Refused($"{examples.Count:N0} tickets are rated; at most {ProfileFit.MostTickets:N0} can be learned from");

        var proposal = ProfileFit.Propose(profile, examples);
        try
        {
            if (arguments.Output is { } file) File.WriteAllText(file, ProposalText.Profile(proposal.Profile));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Say.Refused($"{arguments.Output} cannot be written: {e.Message}");
        }

        using var output = new StandardOutput();
        output.Write(Encoding.UTF8.GetBytes(arguments.Json ? ProposalText.Json(proposal) : ProposalText.Table(proposal)));
        output.Flush();
        return ExitCode.Ok;
    }

    private static (List<RatedExample>? Examples, string? Reason) Examples(string items, IReadOnlyList<PlacedRow<PartialRating>> ratings)
    {
        if (!File.Exists(items)) return (null, $"{items}: there is no such file");
        using var stream = File.OpenRead(items);
        var opening = Backlog.Open(stream, items, new BacklogOptions());
        if (opening.Backlog is not { } backlog) return (null, $"{items}: {opening.Error}");
        var byTicket = ratings.ToLookup(row => row.Value.Id, row => row.Value, StringComparer.Ordinal);
        var found = new HashSet<string>(StringComparer.Ordinal);
        var examples = new List<RatedExample>();
        foreach (var row in backlog.Rows())
        {
            if (row.Id is not { } id || !byTicket.Contains(id) || row.Input is not { } input || !found.Add(id)) continue;
            var reading = TicketReader.Read(input, TicketLimits.CommandLine);
            if (reading.Ticket is null) return (null, $"{items}: line {row.Line:N0}: {reading.Field} {reading.Reason}");
            examples.Add(new RatedExample(reading, PartialRating.Mean(byTicket[id])));
        }

        if (backlog.Failure is { } failure) return (null, $"{items}: {failure}");
        var stranger = ratings.FirstOrDefault(row => !found.Contains(row.Value.Id));
        return stranger.Value is { } missing
            ? (null, $"line {stranger.Line:N0} of the ratings: {items} does not contain the ticket '{missing.Id}'")
            : (examples, null);
    }
}
