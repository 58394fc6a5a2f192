using Vindex.Server.Security;
using static Vindex.Server.Languages.Texts;

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
        new("score", T("docs.score"), T("docs.score-text"),
            key([Scopes.ScoresWrite, Scopes.ScoresRead]),
            [
                new(T("docs.score-one"), Each("score", text)),
                new(T("docs.score-list"), Each("list", text)),
            ],
            [link("score"), link("score_batch"), link("list")]),
        new("connect", T("docs.connect"),
            T("docs.connect-text"),
            key([Scopes.InstallationsWrite]),
            [
                new(T("docs.connect-register"), Each("register", text)),
                new(T("docs.connect-webhook"), Each("event", text)),
                new(T("docs.connect-verify"), Each("verify", text)),
            ],
            [link("register"), link("evaluate"), link("list_deliveries")]),
        new("feedback", T("docs.feedback"),
            T("docs.feedback-text"),
            key([Scopes.FeedbackWrite, Scopes.FeedbackRead]),
            [
                new(T("docs.feedback-send"), Each("feedback", text)),
                new(T("docs.feedback-ask"), Each("stats", text)),
            ],
            [link("feedback_create"), link("feedback_stats"), link("feedback_query")]),
        new("gate", T("docs.gate"), T("docs.gate-text"),
            null,
            [
                new(T("docs.gate-fail"), Tool("gate.sh", "Shell", text)),
                new(T("docs.gate-action"), Tool("gate.yml", "YAML", text)),
            ],
            []),
        new("backlog", T("docs.backlog"), T("docs.backlog-text"),
            key([Scopes.ScoresWrite, Scopes.ScoresRead]),
            [
                new(T("docs.backlog-local"), Tool("backlog.sh", "Shell", text)),
                new(T("docs.backlog-server"), Tool("backlog-server.sh", "Shell", text)),
            ],
            []),
        new("agents", T("docs.agents"), T("docs.agents-text"),
            key([Scopes.ScoresWrite, Scopes.ScoresRead]),
            [
                new(T("docs.agents-settings"), Tool("mcp.json", "JSON", text)),
                new(T("docs.agents-call"), Each("tool", text)),
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
