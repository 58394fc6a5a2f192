using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Vindex.Scoring.Judging;
using Vindex.Scoring.Profiles;
using Vindex.Scoring.Tickets;

namespace Vindex.Server.Scoring.Records;

/// <summary>A hash of everything that a score depends on: text, context, profile and judge.</summary>
internal static class ContentHash
{
    /// <summary>64 hexadecimal digits.</summary>
    public static string Of(TicketReading reading, TicketJudge judge)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var ticket = reading.Ticket!;
        Add(hash, judge.ModelName);
        Add(hash, judge.Profile);
        Add(hash, ticket.IssueType);
        Add(hash, ticket.Summary.Source);
        Add(hash, ticket.Description.Source);
        Add(hash, ticket.AcceptanceCriteria.Source);
        foreach (var field in reading.Cut) Add(hash, field.ToString());
        foreach (var item in ticket.Context)
        {
            Add(hash, item.Kind.ToString());
            Add(hash, item.Key);
            Add(hash, item.Relation);
            Add(hash, item.Title);
            Add(hash, item.Text);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Add(IncrementalHash hash, Profile profile)
    {
        Add(hash, profile.Name);
        foreach (var (rule, weight) in profile.RuleWeights.OrderBy(pair => pair.Key, StringComparer.Ordinal)) Add(hash, $"{rule}={weight:R}");
        foreach (var (lexicon, words) in profile.Vocabulary.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            Add(hash, lexicon);
            foreach (var word in words) Add(hash, word);
        }
    }

    // Lengths separate the texts, so that different lists never hash alike.
    private static void Add(IncrementalHash hash, string? text)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        var bytes = text is null ? [] : Encoding.UTF8.GetBytes(text);
        BinaryPrimitives.WriteInt32LittleEndian(length, text is null ? -1 : bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
