using System.Text.Json;
using Vindex.Scoring.Rubric.Signals;

namespace Vindex.Scoring.Rubric.Rules;

/// <summary>The table of rules as the data file has it: priors, cap groups, rules.</summary>
internal sealed record RuleTable(double[] Priors, CapGroup[] Groups, Rule[] Rules)
{
    /// <summary>Reads the embedded table.</summary>
    public static RuleTable Load() => Parse(RubricData.TryReadBytes("Rubric/rules.json") ?? throw new InvalidDataException("rules.json is not embedded."));

    /// <summary>The ids of all rules, in the order of the table.</summary>
    public static IReadOnlyList<string> LoadIds() => Array.ConvertAll(Load().Rules, rule => rule.Id);

    private static RuleTable Parse(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip });
        var priors = new double[Dimensions.Count];
        var groups = new List<CapGroup>();
        var rules = new List<Rule>();
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var section = reader.GetString();
            reader.Read();
            while (reader.Read() && reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray))
            {
                if (section == "rules")
                {
                    rules.Add(ReadRule(ref reader, groups));
                    continue;
                }

                var name = reader.GetString()!;
                reader.Read();
                if (section == "priors") priors[(int)DimensionOf(name)] = reader.GetDouble();
                else groups.Add(new(name, reader.GetDouble(), groups.Count));
            }
        }

        return new(priors, [.. groups], [.. rules]);
    }

    private static Rule ReadRule(ref Utf8JsonReader reader, List<CapGroup> groups)
    {
        string id = "", why = "", advice = "", evidence = "", bad = "", good = "", signal = "";
        double points = 0, decay = 0.5;
        var limit = 3;
        CapGroup? group = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var property = reader.GetString();
            reader.Read();
            switch (property)
            {
                case "id": id = reader.GetString()!; break;
                case "signal": signal = reader.GetString()!; break;
                case "points": points = reader.GetDouble(); break;
                case "decay": decay = reader.GetDouble(); break;
                case "limit": limit = reader.GetInt32(); break;
                case "group":
                    var name = reader.GetString();
                    group = groups.Find(g => g.Name == name) ?? throw new InvalidDataException($"rules.json: {id} names the unknown cap group '{name}'.");
                    break;
                case "why": why = reader.GetString()!; break;
                case "advice": advice = reader.GetString()!; break;
                case "evidence": evidence = reader.GetString()!; break;
                case "bad": bad = reader.GetString()!; break;
                case "good": good = reader.GetString()!; break;
                default: throw new InvalidDataException($"rules.json: {id} has the unknown property '{property}'.");
            }
        }

        return new Rule
        {
            Id = id,
            Dimension = DimensionOf(id.AsSpan(0, Math.Max(id.IndexOf('.'), 0)).ToString()),
            Signal = SignalTable.Find(signal) ?? throw new InvalidDataException($"rules.json: {id} names the unknown signal '{signal}'."),
            Points = points,
            Decay = decay,
            Limit = limit,
            Group = group,
            Why = why,
            Advice = advice,
            Evidence = evidence,
            Bad = bad,
            Good = good,
        };
    }

    private static Dimension DimensionOf(string name) =>
        Dimensions.TryParse(name, out var dimension) ? dimension : throw new InvalidDataException($"rules.json: '{name}' is not a dimension.");
}
