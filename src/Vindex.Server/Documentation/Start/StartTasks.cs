using Vindex.Server.Security;

namespace Vindex.Server.Documentation.Start;

/// <summary>The tasks of the quick start.</summary>
internal static class StartTasks
{
    private static readonly (string Extension, string Language)[] s_languages =
    [
        (".sh", "curl"), (".cs.txt", "C#"), (".py", "Python"), (".mjs", "JavaScript"),
    ];

    /// <summary>All of them.</summary>
    /// <param name="text">A sample by its file.</param>
    /// <param name="key">The hint for a key with these scopes.</param>
    /// <param name="link">A link to an operation of the reference.</param>
    public static IReadOnlyList<StartTask> All(Func<string, string> text, Func<IReadOnlyList<string>, KeyHint> key, Func<string, StartLink> link) =>
    [
        new("score", "Score a ticket", "Send the text of a ticket; the response contains six scores, the overall score and what to improve, most useful first.",
            key([Scopes.ScoresWrite, Scopes.ScoresRead]),
            [
                new("Score one ticket. Only the summary is required.", Each("score", text)),
                new("List the tickets that need work most. Scores are stored, so that you can come back to them.", Each("list", text)),
            ],
            [link("score"), link("score_batch"), link("list")]),
        new("connect", "Connect a tracker and receive callbacks",
            "Register a repository, site or project once. Its webhooks then send tickets, and Vindex sends each score to your callback URL.",
            key([Scopes.InstallationsWrite]),
            [
                new("Register it. The response contains `shared_secret`, which is shown only once.", Each("register", text)),
                new("Point the tracker’s webhook to the address below. To try it, send an event yourself, with the secret in VINDEX_SECRET.", Each("event", text)),
                new("Verify callbacks before you use them: compare the signature of the raw body, and reject old ones.", Each("verify", text)),
            ],
            [link("register"), link("evaluate"), link("list_deliveries")]),
        new("feedback", "Send feedback and ask for statistics",
            "Store what people and programs say about anything as rows with a JSON payload, and ask for averages, percentiles and counts over time.",
            key([Scopes.FeedbackWrite, Scopes.FeedbackRead]),
            [
                new("Send a row. Projects are created by their first row; the part before the slash is your company.", Each("feedback", text)),
                new("Ask for the average and two percentiles per week.", Each("stats", text)),
            ],
            [link("feedback_create"), link("feedback_stats"), link("feedback_query")]),
        new("gate", "Gate a build in CI", "The exit code is 1 if a ticket scores below the gate, so that the build fails. Scoring in the build needs no server and no key.",
            null,
            [
                new("Fail below 6.5, and write a test report for the build server.", Tool("gate.sh", "Shell", text)),
                new("The same as a step of GitHub Actions.", Tool("gate.yml", "YAML", text)),
            ],
            []),
        new("backlog", "Score a backlog from the command line", "Reads CSV, Excel and JSON exports of Jira, Azure DevOps, GitLab, Linear and Trello.",
            key([Scopes.ScoresWrite, Scopes.ScoresRead]),
            [
                new("Score a file on your machine. Nothing leaves it.", Tool("backlog.sh", "Shell", text)),
                new("Score it with your company’s profile and keep the scores on this server.", Tool("backlog-server.sh", "Shell", text)),
            ],
            []),
        new("agents", "Give agents tools over MCP", "Coding agents score tickets, look up scores and ask for statistics with the tools that the key’s scopes allow.",
            key([Scopes.ScoresWrite, Scopes.ScoresRead]),
            [
                new("Add this server to the settings of your agent, for example in `.mcp.json`.", Tool("mcp.json", "JSON", text)),
                new("Or call a tool yourself.", Each("tool", text)),
            ],
            []),
    ];

    private static IReadOnlyList<StartSample> Each(string name, Func<string, string> text) =>
    [
        .. s_languages.Where(language => typeof(StartTasks).Assembly.GetManifestResourceInfo($"samples/{name}{language.Extension}") is not null)
            .Select(language => Sample(name + language.Extension, language.Language, text)),
    ];

    private static IReadOnlyList<StartSample> Tool(string file, string language, Func<string, string> text) => [Sample(file, language, text)];

    private static StartSample Sample(string file, string language, Func<string, string> text) =>
        new("sample-" + file.Replace('.', '-'), language, text(file));
}
