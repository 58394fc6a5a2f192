using System.Text.Json;
using Vindex.Scoring;
using Vindex.Scoring.Judging;
using Vindex.Scoring.Profiles;

namespace Vindex.Benchmarks.Quality;

/// <summary>Writes one object a ticket, <c>{"id", "individual_scores", "overall_score"}</c>, in input order.</summary>
internal static class ScoreCommand
{
    public static int Run(string[] args)
    {
        if (args is not [var items, var output]) return 2;
        var judge = JudgeVersions.Load(Profile.Default);
        using var file = File.Create(output);
        using var json = new Utf8JsonWriter(file);
        foreach (var item in Item.ReadAll(items))
        {
            var scores = judge.Judge(item.Read()).Scores;
            json.WriteStartObject();
            json.WriteString("id", item.Id);
            json.WriteStartObject("individual_scores");
            foreach (var dimension in Dimensions.All) json.WriteNumber(dimension.Name(), scores[dimension]);
            json.WriteEndObject();
            json.WriteNumber("overall_score", scores.Overall);
            json.WriteEndObject();
            json.Flush();
            json.Reset();
            file.WriteByte((byte)'\n');
        }

        return 0;
    }
}
