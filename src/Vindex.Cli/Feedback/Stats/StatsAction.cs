using System.Text.Json;
using NodaTime;
using Vindex.Cli.Invocation;
using Vindex.Cli.Operations;
using Vindex.Cli.Output;
using Vindex.Cli.Output.Terminal;

namespace Vindex.Cli.Feedback.Stats;

/// <summary>Runs <c>vindex stats</c>.</summary>
internal static class StatsAction
{
    public static async Task<int> RunAsync(StatsQuestion question, string format, FeedbackPlace place, CancellationToken cancellationToken)
    {
        var now = Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow());
        if ((question.To ?? now) <= question.Start(now))
            return Say.Refused(question.To is null ? "--from is in the future; set --to as well" : "--to must be after --from");
        using var interruption = new Interruption(cancellationToken);
        var (session, closed) = await FeedbackSession.OpenAsync(place, message => Console.Error.WriteLine($"vindex: {message}"), interruption.Token);
        if (session is null) return Say.Refused(closed!);
        await using (session)
        {
            var reply = await session.Server.PostAsync("feedback/stats", question.ToJson(now), "application/json", interruption.Token);
            if (reply.Response is not { } response)
            {
                foreach (var sentence in reply.Refusal!.Sentences(StatsQuestion.Options)) Say.Refused(sentence);
                return ExitCode.BadInput;
            }

            using (response)
            {
                byte[] answer;
                try
                {
                    answer = await response.Content.ReadAsByteArrayAsync(interruption.Token);
                }
                catch (Exception e) when (e is IOException or HttpRequestException)
                {
                    return Say.Refused(session.Server.BrokenOff(e));
                }

                return Write(question, format, answer, session.Server.Name);
            }
        }
    }

    private static int Write(StatsQuestion question, string format, byte[] answer, string server)
    {
        using var output = new StandardOutput();
        if (format == "json")
        {
            output.Write(answer);
            output.WriteByte((byte)'\n');
            output.Flush();
            return ExitCode.Ok;
        }

        StatsReport read;
        try
        {
            read = StatsReport.Parse(answer);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return Say.Refused($"{server} responded, but not like a Vindex server; is the address right?");
        }

        if (StatsQuestion.Seconds(question.By) is { } asked && read.Granularity is { } used && used != asked)
            Console.Error.WriteLine($"vindex: --by: the range would have more than 10000 buckets; using {used}-second buckets instead");
        if (format == "csv") StatsCsv.Write(read, output);
        else new StatsPage(new ConsolePage(Screen.OfStandardOutput()), Glyphs.OfStandardOutput()).Write(question, read, output);
        return ExitCode.Ok;
    }
}
