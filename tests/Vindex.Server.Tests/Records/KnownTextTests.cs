using System.Security.Cryptography;
using System.Text;
using Shouldly;
using Vindex.Scoring;
using Vindex.Scoring.Judging;
using Vindex.Scoring.Profiles;
using Vindex.Scoring.Tickets;
using Vindex.Server.Scoring.Records;
using Vindex.Server.Scoring.Records.Compact;
using Xunit;

namespace Vindex.Server.Tests.Records;

/// <summary>Stored scores refer to known texts by number, so the list only ever grows at its end.</summary>
public sealed class KnownTextTests
{
    private const int FirstVersion = 877;

    // A score as the first version with this form stored it.
    private const string Stored =
        "AQEC+gWMBAERdGhlIG9wZW5pbmcgaG91cnMHP7AUKwQAnAExOwAAAGhZQxpOTgAAZFEDAAAANHcFAAACRWAfAp4GhQQEMUAhBswXENAVKwMDlgEAAD49vwIa"
        + "Tk4ABCgAAzl0Hwg/TE8GPUATAqEEkQQEoBQM/AkrBAPQAQABrAEAAigABCgAAy24Ah8IM5wB+wECoQaFBAQvRCEGyA0IgAkrBQG0AgACsAIABDgAADBVBxkA"
        + "LAADLAADFbwBIQYNbBMKX1AfCPgOCuQUKwUDkgEAAoQBAAF8AAY0AAQ0AAC4Fg6UCisFAqwDAAG8AQADegAEaAAGKAADI6wBIQYLkAETCltMHwiQDwoBBgNk"
        + "FQEAKQICGk5MBRpgOgEB0QI/AgECAQICAgMDAQIEAwIDBAMBAgU=";

    [Fact]
    public void The_texts_of_the_first_version_are_where_they_were()
    {
        var first = string.Join('\n', Enumerable.Range(0, FirstVersion).Select(KnownTexts.At));

        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(first)))[..16]
            .ShouldBe("5D1041983C8B9150", "add to the end of known-texts.json; never change or remove a text");
    }

    [Fact]
    public void No_text_is_there_twice_or_empty()
    {
        var texts = Enumerable.Range(0, KnownTexts.Count).Select(KnownTexts.At).ToArray();

        texts.ShouldBeUnique();
        texts.ShouldAllBe(text => text.Length > 0);
    }

    [Fact]
    public void What_the_judge_says_of_its_rules_is_known()
    {
        var judge = JudgeVersions.Load(Profile.Default);
        var unknown = SampleBacklog.Tickets().Select(input => judge.Judge(TicketReader.Read(input, TicketLimits.Api)))
            .SelectMany(judgement => judgement.Explanation!.Values)
            .SelectMany(how => how.Contributions.SelectMany(c => (string[])[c.Rule, c.Why])
                .Concat(how.NotEarned.SelectMany(n => (string[])[n.Rule, n.Why]))
                .Append(how.Start.Why))
            .Distinct().Where(text => KnownTexts.NumberOf(text) is null);

        unknown.ShouldBeEmpty("append these to known-texts.json: each score that has one takes more room without it");
    }

    [Fact]
    public void A_score_of_the_first_version_is_read()
    {
        var input = new TicketInput("Show the opening hours", "Riders stand in front of closed shops. Show the hours of each shop on the map.");
        var at = DateTimeOffset.UnixEpoch;
        var judge = JudgeVersions.Load(Profile.Default);
        var reading = TicketReader.Read(input, TicketLimits.Api);
        var score = ScoreRecord.Of(
            new ScoreOrder("acme", "acme_default", null, "api", at), "job", "score", reading, "hash", judge.Judge(reading), new JudgingRecord(judge.Profile.Name, TicketJudge.Provider, judge.ModelName, at, at, TimeSpan.Zero));

        var judgement = StoredJudgement.Read(score with { Detail = Convert.FromBase64String(Stored) });

        judgement.Explanation!.Count.ShouldBe(Dimensions.Count);
        judgement.Explanation[Dimension.Testable].Contributions.ShouldContain(
            c => c.Rule == "testable.title" && c.Quote == "Show the opening hours");
        judgement.Findings.Count.ShouldBe(judgement.Explanation.Values.Sum(how => how.Contributions.Count));
    }
}
