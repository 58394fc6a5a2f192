using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Vindex.Cli.Tests.Processes;

/// <summary>The API, the portal, the evaluator and <c>vindex score</c> show the same figures for a ticket, and they add up.</summary>
public sealed class SameFiguresTests : IDisposable
{
    private const string Password = "a long enough one";
    private static readonly string[] s_dimensions = ["independent", "negotiable", "valuable", "estimable", "small", "testable"];

    private static readonly (string Summary, string Description)[] s_tickets =
    [
        ("Make it better asap", ""),
        ("As a rider I want to see my last trips so that I can check what I paid",
            "Riders call support because they do not know what a trip cost.\n\n* The last 20 trips are listed, newest first.\n* Each shows start, end and price.\n\nDepends on KOL-9."),
        ("Checkout sometimes fails", "Customers cannot pay by card.\n\nExpected: the payment page opens.\nActual: a blank page.\n\nUse Redis to cache it, and also clean up the settings page."),
        ("Als Händler möchte ich Rechnungen exportieren, damit die Buchhaltung sie prüfen kann", "Der Export soll schnell und einfach sein."),
    ];

    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task Every_surface_shows_the_same_figures_and_they_add_up()
    {
        await using var service = await ScoringService.StartAsync(_work["data"]);
        using var handler = new SocketsHttpHandler { UseProxy = false };
        using var api = new HttpClient(handler) { BaseAddress = new Uri(service.Url) };
        api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await service.KeyAsync("scores:write", "scores:read"));
        (await VindexProcess.RunAsync(
            ["user", "add", "ada@example.com", "--company", "kolibri", "--role", "owner", "--password", "--data", _work["data"]],
            Encoding.UTF8.GetBytes(Password + "\n"))).ExitCode.ShouldBe(0);
        using var cookies = new SocketsHttpHandler { UseProxy = false };
        using var browser = new HttpClient(cookies) { BaseAddress = api.BaseAddress };
        (await browser.PostAsync("/login", Form(("email", "ada@example.com"), ("password", Password)))).EnsureSuccessStatusCode();

        for (var i = 0; i < s_tickets.Length; i++)
        {
            var (summary, description) = s_tickets[i];
            var response = await api.PostAsJsonAsync("/v1/score?details=true", new { ticket_data = new { summary, description, key = $"KOL-{i}" } });
            var score = JsonElement.Parse(await response.Content.ReadAsStringAsync());
            ShouldAddUp(score);

            var id = score.GetProperty("score_id").GetString();
            var stored = JsonElement.Parse(await api.GetStringAsync($"/portal/scores/{id}"));
            foreach (var part in (string[])["explanation", "recommendation_details", "findings"])
                stored.GetProperty(part).GetRawText().ShouldBe(score.GetProperty(part).GetRawText(), part);

            ShouldShow(Words(await browser.GetStringAsync($"/app/tickets/{id}")), score, "What to do", "Sum, ", "Overall: the mean");
            var text = description.Length == 0 ? summary : $"{summary}\n\n{description}";
            var evaluated = await browser.PostAsync("/evaluation/ticket", Form(("ticket", text)));
            ShouldShow(Words(await evaluated.Content.ReadAsStringAsync()), score, "What to do, most useful first", "Sum, ", "Overall: the mean");
            var ran = await VindexProcess.RunAsync("score", _work.Write($"{i}.txt", text));
            ran.Err.ShouldBeEmpty();
            ShouldShow(Words(ran.Out).Replace('-', '−'), score, "What to do, most useful first", "sum, ", null);
        }
    }

    private static void ShouldAddUp(JsonElement score)
    {
        var six = s_dimensions.Select(name => score.GetProperty("individual_scores").GetProperty(name).GetInt32()).ToList();
        score.GetProperty("overall_score").GetDecimal().ShouldBe(Math.Round(six.Sum() / 6m, 1, MidpointRounding.AwayFromZero));
        foreach (var (name, value) in s_dimensions.Zip(six))
        {
            var how = score.GetProperty("explanation").GetProperty(name);
            var contributions = how.GetProperty("contributions").EnumerateArray().Select(one => one.GetProperty("points").GetDecimal()).ToList();
            var sum = how.GetProperty("sum").GetDecimal();
            (how.GetProperty("start").GetProperty("points").GetDecimal() + contributions.Sum()).ShouldBe(sum, name);
            Math.Clamp((int)Math.Round(sum, MidpointRounding.AwayFromZero), 0, 10).ShouldBe(value, name);
            how.GetProperty("score").GetInt32().ShouldBe(value);
            how.GetProperty("not_earned").EnumerateArray().ShouldAllBe(one => one.GetProperty("points").GetDecimal() > 0 && one.GetProperty("advice").GetString() != "");
        }

        var details = score.GetProperty("recommendation_details").EnumerateArray().ToList();
        details.Select(one => one.GetProperty("lift").GetDecimal()).ShouldBeInOrder(SortDirection.Descending);
        details.Select(one => one.GetProperty("text").GetString()).ShouldBe(score.GetProperty("recommendations").EnumerateArray().Select(one => one.GetString()));
    }

    // Each figure with its words, in this order, once per dimension; the recommendations in theirs.
    private static void ShouldShow(string shown, JsonElement score, string todo, string sum, string? overall)
    {
        foreach (var name in s_dimensions)
        {
            var how = score.GetProperty("explanation").GetProperty(name);
            var start = how.GetProperty("start");
            var at = Find(shown, 0, $"{Plain(start.GetProperty("points"))} {start.GetProperty("why").GetString()}", name);
            foreach (var one in how.GetProperty("contributions").EnumerateArray())
            {
                at = Find(shown, at, $"{Signed(one.GetProperty("points"), "0.00")} {one.GetProperty("why").GetString()}", name);
                if (one.GetProperty("quote").GetString() is { } quote && overall is not null) at = Find(shown, at, quote, name);
            }

            var (total, rounded) = (how.GetProperty("sum"), how.GetProperty("score").GetInt32());
            var way = total.GetDecimal() is < 0 or > 10 ? $"kept within 0 to 10: {rounded}" : $"rounded to {rounded}";
            at = Find(shown, at, $"{Plain(total)} {sum}{way}", name);
            foreach (var one in how.GetProperty("not_earned").EnumerateArray())
            {
                at = Find(shown, at, $"{Signed(one.GetProperty("points"), "0.00")} {one.GetProperty("why").GetString()!.TrimEnd('.')}.", name);
                if (one.GetProperty("advice").GetString()!.TrimEnd('.') != one.GetProperty("why").GetString()!.TrimEnd('.'))
                    at = Find(shown, at, one.GetProperty("advice").GetString()!, name);
            }
        }

        var details = score.GetProperty("recommendation_details");
        if (overall is not null) Find(shown, 0, $"rounded to {score.GetProperty("overall_score").GetDecimal().ToString("0.0", CultureInfo.InvariantCulture)}.", "overall");
        if (details.GetArrayLength() == 0) return;
        var place = shown.IndexOf(todo, StringComparison.Ordinal);
        place.ShouldBeGreaterThanOrEqualTo(0);
        foreach (var one in details.EnumerateArray())
            place = Find(shown, place, $"{Signed(one.GetProperty("lift"), "0.0")} {one.GetProperty("text").GetString()}", "recommendations");
    }

    private static int Find(string shown, int from, string expected, string where)
    {
        var words = Words(expected).Replace('-', '−');
        var at = shown.Replace('-', '−').IndexOf(words, from, StringComparison.Ordinal);
        at.ShouldBeGreaterThanOrEqualTo(0, $"{where}: {expected}\n{shown}");
        return at;
    }

    // Text without markup, with single spaces.
    private static string Words(string page)
    {
        var text = WebUtility.HtmlDecode(Regex.Replace(page, "<(?:/?[a-z][^>]*|!--.*?--)>", " ", RegexOptions.Singleline | RegexOptions.NonBacktracking));
        return Regex.Replace(text, "\\s+", " ", RegexOptions.NonBacktracking).Trim();
    }

    private static string Plain(JsonElement points) => points.GetDecimal().ToString("0.00", CultureInfo.InvariantCulture);

    private static string Signed(JsonElement points, string format) =>
        (points.GetDecimal() < 0 ? "−" : "+") + Math.Abs(points.GetDecimal()).ToString(format, CultureInfo.InvariantCulture);

    private static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) =>
        new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
}
