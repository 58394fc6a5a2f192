using Vindex.Cli.Operations;
using Vindex.Cli.Serve;
using Vindex.Server;
using Vindex.Server.Configuration;
using Vindex.Server.Security;
using Vindex.Storage;

namespace Vindex.Cli.Demo;

/// <summary>Creates what the demo needs and serves it.</summary>
internal static class DemoAction
{
    public static async Task<int> RunAsync(string? urls, string path, string[] settings, CancellationToken cancellationToken)
    {
        DemoFolder folder;
        Prepared demo;
        try
        {
            Directory.CreateDirectory(path);
            folder = new DemoFolder(path);
            demo = await PrepareAsync(folder, settings, cancellationToken);
        }
        catch (DataFolderInUseException)
        {
            using var server = ServerClient.Of(path);
            return Say.Refused(
                $"the demo folder {path} is in use{(server is null ? "" : $" by a server on {ServeAction.Shown(server.Address)}")}. Stop that server, or choose another folder with --data DIR");
        }
        catch (Exception e) when (e is StoreUnavailableException or BadSettingsException)
        {
            return Say.Refused(e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Say.Refused($"the demo folder {path} cannot be used: {e.Message}");
        }

        var given = Environment.GetEnvironmentVariable(ServeAction.AdminKeyVariable);
        var options = new VindexServerOptions
        {
            DataFolder = path,
            Urls = urls,
            AdminKey = string.IsNullOrWhiteSpace(given) ? folder.AdminKeyOrNew() : given,
            Settings = new Dictionary<string, string?> { ["Logging:Format"] = "plain", ["Logging:Level"] = "warning" },
        };
        return await ServeAction.RunAsync(options, settings, server => TellAsync(server, folder, demo, options.AdminKey), cancellationToken);
    }

    private static async Task<Prepared> PrepareAsync(DemoFolder folder, string[] settings, CancellationToken cancellationToken)
    {
        await using var store = await StoreOpening.OpenAsync(folder.Path, settings, cancellationToken);
        var demo = new DemoCompany(store, TimeProvider.System);
        var company = await demo.FindOrMakeAsync(cancellationToken);
        var key = await demo.KeyAsync(company, folder.EarlierKey, cancellationToken);
        var password = await demo.PasswordAsync(company, folder.EarlierPassword, cancellationToken);
        var scores = await new DemoScores(store.Scores, TimeProvider.System).FillAsync(company, SampleBacklog.Tickets(), cancellationToken);
        var feedback = await new DemoFeedback(store.Feedback, TimeProvider.System).FillAsync(company, cancellationToken);
        await new DemoReview(store, TimeProvider.System).FillAsync(company, cancellationToken);
        await new DemoDashboard(store.Dashboards, TimeProvider.System).FillAsync(company, cancellationToken);
        return new Prepared(key, password, scores, feedback);
    }

    private static async Task TellAsync(VindexServer server, DemoFolder folder, Prepared demo, string adminKey)
    {
        var url = ServeAction.Shown(server.Addresses[0]);
        folder.Remember(url, demo.Key.ToString(), adminKey, DemoCompany.OwnerEmail, demo.Password);
        var start = TimeProvider.System.GetUtcNow().AddDays(-30).ToString("yyyy-MM-dd");
        var bearer = $"-H 'Authorization: Bearer {demo.Key}'";
        await Console.Out.WriteLineAsync($$$"""
            Vindex demo
              address    {{{url}}}   (API description: {{{url}}}/docs)
              company    {{{DemoCompany.Name}}}, {{{demo.Scores}}} scores, {{{demo.Feedback}}} rows of feedback
              sign in    {{{url}}}/login   {{{DemoCompany.OwnerEmail}}}   {{{demo.Password}}}
              API key    {{{demo.Key}}}
              admin key  {{{adminKey}}}
              data       {{{folder.Path}}}   (kept between runs; delete it to start over)

            Try it from another terminal:
              curl {{{bearer}}} {{{url}}}/v1/score \
                --json '{"ticket_data": {"summary": "As a rider I want to see my last trips, so that I can check what I paid"}}'
              curl {{{bearer}}} {{{url}}}/portal/scores/summary
              curl {{{bearer}}} '{{{url}}}/portal/scores/chart?dimensions=overall,testable'
              curl {{{bearer}}} '{{{url}}}/portal/scores?limit=3&band=at_risk'
              curl {{{bearer}}} {{{url}}}/feedback/stats \
                --json '{"project_id": "{{{DemoCompany.Slug}}}/{{{DemoFeedback.Project}}}", "start": "{{{start}}}", "metrics": [{"json_path": "output.score", "percentiles": [50, 95]}]}'
              samples/requests/all.sh

            Press Ctrl-C to stop.
            """);
    }

    /// <summary>The text printed when the demo starts.</summary>
    private sealed record Prepared(KeyText Key, string Password, long Scores, long Feedback);
}
