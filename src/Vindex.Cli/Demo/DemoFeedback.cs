using System.Buffers;
using System.Text.Json;
using Vindex.Storage.Companies;
using Vindex.Storage.Feedback;

namespace Vindex.Cli.Demo;

/// <summary>Feedback of the last two months on an assistant that answers riders: a judge's marks on every answer, riders' thumbs on some.</summary>
internal sealed class DemoFeedback(IFeedbackStore store, TimeProvider time)
{
    /// <summary>The project that it stands in.</summary>
    public const string Project = "assistant";

    private const int Days = 60;
    private const int AnswersADay = 12;
    private const int ADayWithBetterAnswers = 38;
    private static readonly (string Text, string Alias)[] s_thumbs = [("👍", ":thumbs_up:"), ("👎", ":thumbs_down:")];

    /// <summary>Stores what an earlier run has not stored. Returns the project's number of rows.</summary>
    public async Task<long> FillAsync(Company company, CancellationToken cancellationToken)
    {
        var project = new ProjectKey(company.Id, Project);
        var entries = Plan(company.Slug, time.GetUtcNow()).Select(row => new FeedbackEntry(project, row)).ToList();
        if (await store.CountAsync(project, cancellationToken) < entries.Count)
            await store.WriteAsync(entries, null, allOrNothing: true, cancellationToken);
        return await store.CountAsync(project, cancellationToken);
    }

    /// <summary>The same rows in every run, except for their days. After five weeks there is a new version of the monitor with better answers.</summary>
    internal static IEnumerable<FeedbackRow> Plan(string slug, DateTimeOffset now)
    {
        var start = now.UtcDateTime.Date.AddDays(-Days);
        for (var i = 0; i < Days * AnswersADay; i++)
        {
            var day = i / AnswersADay;
            // Multipliers coprime to their moduli make the values look random, but the same in every run.
            var scatter = i * 617 % 1000 / 1000d;
            var score = Math.Round(Math.Min(1, 0.35 + (0.55 * scatter) + (day >= ADayWithBetterAnswers ? 0.12 : 0)), 3);
            var at = new DateTimeOffset(start.AddDays(day).AddMinutes(400 + (i * 71 % 800)), TimeSpan.Zero);
            var answer = $"weave:///{slug}/{Project}/call/answer-{i:D4}";
            yield return new FeedbackRow
            {
                Id = $"demo-judge-{i:D4}",
                CreatedAt = at,
                FeedbackType = "wandb.runnable.judge",
                WeaveRef = answer,
                WbUserId = "demo",
                RunnableRef = $"weave:///{slug}/{Project}/object/judge:v1",
                TriggerRef = $"weave:///{slug}/{Project}/object/monitor:v{(day >= ADayWithBetterAnswers ? 2 : 1)}",
                Payload = Marks(i, score),
            };
            if (i % 5 != 0) continue;
            var (text, alias) = s_thumbs[score > 0.5 ? 0 : 1];
            yield return new FeedbackRow
            {
                Id = $"demo-thumb-{i:D4}",
                CreatedAt = at.AddMinutes(3),
                FeedbackType = "wandb.reaction.1",
                WeaveRef = answer,
                WbUserId = "demo",
                Creator = $"rider {i % 17}",
                Payload = Reaction(text, alias),
            };
        }
    }

    private static ReadOnlyMemory<byte> Marks(int i, double score) => Json(json =>
    {
        json.WriteStartObject("output");
        json.WriteNumber("score", score);
        json.WriteBoolean("passed", score >= 0.5);
        json.WriteString("label", score >= 0.75 ? "helpful" : score >= 0.5 ? "partly" : "not helpful");
        json.WriteEndObject();
        json.WriteNumber("latency_ms", 300 + (i * 389 % 1700));
        json.WriteNumber("cost", Math.Round(0.0004 + (i * 53 % 97 / 50_000d), 6));
    });

    private static ReadOnlyMemory<byte> Reaction(string text, string alias) => Json(json =>
    {
        json.WriteString("emoji", text);
        json.WriteString("alias", alias);
        json.WriteString("detoned", text);
        json.WriteString("detoned_alias", alias);
    });

    private static ReadOnlyMemory<byte> Json(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }
}
