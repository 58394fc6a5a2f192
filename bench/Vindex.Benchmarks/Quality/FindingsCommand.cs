using System.Text.Json;
using Vindex.Scoring;
using Vindex.Scoring.Judging;
using Vindex.Scoring.Profiles;

namespace Vindex.Benchmarks.Quality;

/// <summary>Writes what each rule saw in each ticket, with scores: the material for tuning points and for reading what the judge thinks.</summary>
internal static class FindingsCommand
{
    public static int Run(string[] args)
    {
        if (args is not [var items, var output]) return 2;
        var judge = JudgeVersions.Load(Profile.Default);
        using var file = File.Create(output);
        using var json = new Utf8JsonWriter(file);
        foreach (var item in Item.ReadAll(items))
        {
            var judgement = judge.Judge(item.Read());
            json.WriteStartObject();
            json.WriteString("id", item.Id);
            json.WriteNumber("overall_score", judgement.Scores.Overall);
            json.WriteStartObject("individual_scores");
            foreach (var dimension in Dimensions.All) json.WriteNumber(dimension.Name(), judgement.Scores[dimension]);
            json.WriteEndObject();
            json.WriteStartArray("findings");
            foreach (var finding in judgement.Findings)
            {
                json.WriteStartObject();
                json.WriteString("rule", finding.Rule);
                json.WriteNumber("points", finding.Points);
                json.WriteString("quote", finding.Quote);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("recommendations");
            foreach (var recommendation in judgement.Recommendations) json.WriteStringValue(recommendation);
            json.WriteEndArray();
            json.WriteEndObject();
            json.Flush();
            json.Reset();
            file.WriteByte((byte)'\n');
        }

        return 0;
    }
}
